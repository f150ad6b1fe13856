// A program that does nothing, to compare start-up times with.
int main(void) { return 0; }
