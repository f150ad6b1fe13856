// Runs a command and prints its peak memory in kB and its CPU time in microseconds on standard
// error.
//
// Linux counts the memory of the parent at the start of a child as the child's, so a Python script
// never measures less than its own size. This launcher is in C because it must be small.
#include <spawn.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>

extern char **environ;

int main(int count, char **arguments) {
  if (count < 2) return 64;
  pid_t child;
  if (posix_spawnp(&child, arguments[1], NULL, NULL, arguments + 1, environ) != 0) return 66;
  int status;
  struct rusage usage;
  if (wait4(child, &status, 0, &usage) != child) return 70;
#ifdef __APPLE__
  usage.ru_maxrss /= 1024;
#endif
  long long seconds = (long long)usage.ru_utime.tv_sec + usage.ru_stime.tv_sec;
  long long microseconds = (long long)usage.ru_utime.tv_usec + usage.ru_stime.tv_usec;
  fprintf(stderr, "%ld %lld\n", (long)usage.ru_maxrss, seconds * 1000000 + microseconds);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 70;
}
