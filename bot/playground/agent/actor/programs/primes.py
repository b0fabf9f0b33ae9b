"""Counts the prime numbers below each thousand, and writes them down as CSV."""

import csv
from pathlib import Path

LIMIT = 20_000


def primes(limit: int) -> list[int]:
    is_prime = [False, False] + [True] * (limit - 2)
    for number in range(2, int(limit**0.5) + 1):
        if is_prime[number]:
            is_prime[number * number :: number] = [False] * len(range(number * number, limit, number))
    return [number for number, good in enumerate(is_prime) if good]


def main() -> None:
    found = primes(LIMIT)
    rows = [(top, sum(number < top for number in found)) for top in range(1000, LIMIT + 1, 1000)]
    with Path("primes.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("below", "primes"), *rows])
    print(f"{len(rows)} rows in primes.csv; {rows[-1][1]} primes below {LIMIT}")  # noqa: T201 - its result


if __name__ == "__main__":
    main()
