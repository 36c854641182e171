"""A small linear programme, solved again and again as columns come in: the most worth with every row used at most as often as it may be."""

CLOSE = 1e-7
BATCH = 40


class Packing:
    """Maximise the worth of columns, each row holding at most its `limits`. Columns count each of their rows once, or as `(row, times)` says.

    The revised simplex method with the inverse of the basis kept dense. Limits get tiny different additions, so that it does not turn in circles;
    only the prices of the rows are used, and whatever they are, they give a valid bound.
    """

    def __init__(self, limits: list[int]):
        self.rows, self.limits = len(limits), limits
        self.columns: list[tuple[float, list[tuple[int, int]]]] = []
        self.basis = [-1 - row for row in range(self.rows)]  # a negative number is the slack of a row
        self.inverse = [[float(row == other) for other in range(self.rows)] for row in range(self.rows)]
        self.amounts = [limit + 1e-6 * (1 + row * 7919 % 101) for row, limit in enumerate(limits)]
        self.prices = [0.0] * self.rows
        self.pivots = 0

    def add(self, worth: float, rows: list[tuple[int, int]]) -> None:
        self.columns.append((worth, rows))

    def _profit(self, column: int) -> float:
        worth, rows = self.columns[column]
        prices = self.prices
        return worth - sum([prices[row] * times for row, times in rows])

    def solve(self, most: int = 5_000) -> None:
        """Until no column pays at the prices (or so many turns were taken)."""
        scale = max((worth for worth, _rows in self.columns), default=1.0) * CLOSE
        for _turn in range(most):
            offers = [(-price, -1 - row) for row, price in enumerate(self.prices) if price < -scale]
            offers += [(profit, column) for column in range(len(self.columns)) if (profit := self._profit(column)) > scale]
            if not offers:
                return
            offers.sort(reverse=True)
            for _profit, column in offers[:BATCH]:
                profit = self._profit(column) if column >= 0 else -self.prices[-1 - column]
                if profit > scale:
                    self._pivot(column, profit)

    def _pivot(self, column: int, profit: float) -> None:
        rows = self.columns[column][1] if column >= 0 else [(-1 - column, 1)]
        inverse = self.inverse
        if len(rows) == 1 and rows[0][1] == 1:
            at = rows[0][0]
            change = [line[at] for line in inverse]
        else:
            change = [sum([line[row] * times for row, times in rows]) for line in inverse]
        leaves, least = -1, 0.0
        for row, each in enumerate(change):
            if each > 1e-9:
                ratio = self.amounts[row] / each
                if leaves < 0 or ratio < least:
                    leaves, least = row, ratio
        if leaves < 0:
            raise ArithmeticError("a column that nothing limits")
        pivot = inverse[leaves] = [value / change[leaves] for value in inverse[leaves]]
        self.amounts[leaves] = least
        for row, each in enumerate(change):
            if row != leaves and each:
                inverse[row] = [value - each * other for value, other in zip(inverse[row], pivot, strict=True)]
                self.amounts[row] = max(0.0, self.amounts[row] - each * least)
        self.prices = [price + profit * value for price, value in zip(self.prices, pivot, strict=True)]
        self.basis[leaves] = column
        self.pivots += 1
