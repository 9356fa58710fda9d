// The floor of a start: a program that does nothing, linked to the same shared libraries as
// leastwise. See budgets.py.
int main() { return 0; }
