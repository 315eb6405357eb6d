"""`python -m claimkit`: the same as `claimkit`."""

from claimkit.cli import main

if __name__ == "__main__":
    main()
