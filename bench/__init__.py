"""The benchmark: ``make bench`` measures the portal and prints one table (``python -m bench --help``)."""
