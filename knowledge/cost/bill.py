"""Both bills of a month as functions of the volume. Pure arithmetic in `Decimal`; one currency throughout."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

HOURS = Decimal(730)
"""Hours of a month."""
DAYS = 30
MILLION = Decimal(1_000_000)
ZERO = Decimal(0)
ONE = Decimal(1)


@dataclass(frozen=True)
class Api:
    """Prices per million tokens, and how much of the traffic meets which."""

    input: Decimal
    cached: Decimal
    output: Decimal
    cached_share: Decimal = ZERO
    batch_share: Decimal = ZERO
    batch_factor: Decimal = ONE
    """Batch price over normal price."""

    def per_million(self, input_share: Decimal) -> Decimal:
        """Price of a million tokens, input and output together, `input_share` of them input."""
        given = (ONE - self.cached_share) * self.input + self.cached_share * self.cached
        price = input_share * given + (ONE - input_share) * self.output
        return price * (ONE - self.batch_share + self.batch_share * self.batch_factor)


@dataclass(frozen=True)
class Fleet:
    """Machines of one's own: what a replica costs and carries, and what comes on top whatever their number."""

    replica_month: Decimal
    """Rent or annuity of one replica. Rent runs all month: it is never multiplied by the utilization."""
    tokens_per_second: Decimal
    """Output tokens a second of one replica at full load."""
    utilization: Decimal
    spare: int
    fixed_month: Decimal
    """Staff, set-up, compliance, the stand-by API."""
    hours: Decimal = HOURS


@dataclass(frozen=True)
class Case:
    """One comparison: the mix of tokens, the API, the fleet. Volumes count what the asker counts."""

    api: Api | None
    fleet: Fleet | None
    input_share: Decimal
    counts_output: bool = False
    peak_share: Decimal | None = None
    """Peak output tokens a second for every counted token a month: the peak grows with the volume."""

    @property
    def output_per_token(self) -> Decimal:
        """Output tokens in a counted token."""
        return ONE if self.counts_output else ONE - self.input_share

    @property
    def api_per_token(self) -> Decimal:
        """API price of one counted token. Raises `ValueError` without an API price."""
        if self.api is None:
            raise ValueError("no API price")
        blended = self.api.per_million(self.input_share) / MILLION
        return blended / (ONE - self.input_share) if self.counts_output else blended

    @property
    def capacity(self) -> Decimal:
        """Counted tokens a month of one replica at the mean load it is planned for."""
        fleet = self._fleet()
        return fleet.tokens_per_second * 3600 * fleet.hours * fleet.utilization / self.output_per_token

    @property
    def step(self) -> Decimal:
        """Counted tokens a month that one more replica adds: its capacity, or less where the peak decides."""
        if self.peak_share is None:
            return self.capacity
        return min(self.capacity, self._fleet().tokens_per_second / self.peak_share)

    def api_month(self, volume: Decimal) -> Decimal:
        """The API's bill."""
        return volume * self.api_per_token

    def replicas(self, volume: Decimal) -> int:
        """Replicas the load needs, spare ones not counted; at least one."""
        return max(1, int((volume / self.step).to_integral_value(ROUND_CEILING)))

    def self_month(self, volume: Decimal) -> Decimal:
        """The bill of one's own machines."""
        return self.fleet_month(self.replicas(volume))

    def fleet_month(self, replicas: int) -> Decimal:
        """The bill of `replicas` working replicas with their spare ones and all that comes on top."""
        fleet = self._fleet()
        return (replicas + fleet.spare) * fleet.replica_month + fleet.fixed_month

    def _fleet(self) -> Fleet:
        if self.fleet is None:
            raise ValueError("no machines")
        return self.fleet
