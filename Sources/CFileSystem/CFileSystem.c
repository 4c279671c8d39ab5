#include "CFileSystem.h"

#include <stdio.h>

_Static_assert(cfilesystem_noreplace == RENAME_NOREPLACE, "linux/fs.h");
_Static_assert(cfilesystem_exchange == RENAME_EXCHANGE, "linux/fs.h");

int cfilesystem_rename(int directory, const char *name, int new_directory, const char *new_name,
                       unsigned int flags) {
  return renameat2(directory, name, new_directory, new_name, flags);
}
