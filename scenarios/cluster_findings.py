"""Cluster findings: why a Dask scheduler cannot be used, and what to do about it."""

from collections.abc import Iterator

from intake import Finding, Severity
from locales import Message, message


def not_an_address(given: str) -> Finding:
    """What was given cannot be the address of a scheduler."""
    return _finding(
        given,
        message("this is not the address of a Dask scheduler"),
        message("write it as tcp://host:port, or tls://host:port where certificates are set up"),
    )


def not_reached(address: str, error: BaseException) -> Finding:
    """Nobody answers at the address, or somebody who is no scheduler, or who does not trust us."""
    if address.startswith("tls://") and isinstance(error, TypeError):
        problem = message("no certificates are set up for {address}", address=address)
        remedy = message(
            "name them in Dask's configuration (distributed.comm.tls: ca-file, client.cert, client.key), or in the "
            "environment: DASK_DISTRIBUTED__COMM__TLS__CA_FILE and so on"
        )
        return _finding(address, problem, remedy)
    why = next((each.strerror for each in _chain(error) if isinstance(each, OSError) and each.strerror), "")
    # How long the refusals last decides whether the last of them is told; without one the sentence ends before it.
    if why:
        problem = message("no Dask scheduler is reached at {address}: {why}", address=address, why=why)
    else:
        problem = message("no Dask scheduler is reached at {address}", address=address)
    remedy = message(
        "start one (dask scheduler), see that address, firewall and certificates are right, or leave the scheduler "
        "out to compute on this machine"
    )
    return _finding(address, problem, remedy)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """An error, and what it came from."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def no_workers(address: str) -> Finding:
    """A scheduler alone computes nothing."""
    return _finding(
        address,
        message("the Dask scheduler at {address} has no workers", address=address),
        message("start some: dask worker {address} --nworkers -1 --nthreads 1", address=address),
    )


def silent_workers(address: str) -> Finding:
    """Some worker hangs."""
    return _finding(
        address,
        message("the workers of the Dask scheduler at {address} do not all answer", address=address),
        message("end those that hang, or start the workers again"),
    )


def _finding(address: str, problem: Message, remedy: Message) -> Finding:
    return Finding("scheduler", Severity.ERROR, problem, remedy, value=address)
