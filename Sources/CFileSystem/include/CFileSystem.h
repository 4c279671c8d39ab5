#pragma once

/* What the Swift overlay of glibc lacks, because glibc declares it for _GNU_SOURCE only. */

enum { cfilesystem_noreplace = 1, cfilesystem_exchange = 2 };

/* renameat2(2), Linux 3.15: 0, or -1 and errno. With `cfilesystem_noreplace` it fails with EEXIST where
   the new name is taken; with `cfilesystem_exchange` the two names are swapped in one step. */
int cfilesystem_rename(int directory, const char *name, int new_directory, const char *new_name,
                       unsigned int flags);
