"""AWS clients for the two clouds there are: the embedded one on this machine, and an account of the caller."""

import os
from collections.abc import Mapping
from typing import Any

import boto3
import botocore.session
from botocore.config import Config

LOCAL_REGION = "us-east-1"
LOCAL_HOSTS = ("127.0.0.1", "localhost")
_UNSET = (None, None, None, None)
# Nothing that the caller has configured for AWS is for the embedded cloud: a profile may not even exist here.
_IGNORED = {"profile": _UNSET, "config_file": _UNSET, "credentials_file": _UNSET}


def local_client(service: str, endpoint: str, config: Config | None = None) -> Any:
    """A client of the embedded cloud, whatever AWS and proxy settings the caller's environment has."""
    session = boto3.Session(
        botocore_session=botocore.session.Session(session_vars=_IGNORED),
        region_name=LOCAL_REGION,
        aws_access_key_id="test",
        aws_secret_access_key="test",  # noqa: S106 - the embedded cloud takes any
    )
    direct = Config(proxies={}).merge(config or Config())
    return session.client(service, endpoint_url=endpoint, config=direct)  # type: ignore[call-overload] # any service


def account_session(region: str | None, profile: str | None) -> boto3.Session:
    """The caller's own account. boto3 itself reads AWS_DEFAULT_REGION only; AWS_REGION is what other tools read."""
    return boto3.Session(profile_name=profile, region_name=region or os.environ.get("AWS_REGION"))


def direct_to_loopback(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment of a child process that may use the caller's proxy for the world, and not for this machine.

    Some programs read one spelling of the name, some the other, and some prefer one of the two.
    """
    told = environment.get("no_proxy") or environment.get("NO_PROXY") or ""
    hosts = [host.strip() for host in told.split(",") if host.strip()]
    if "*" not in hosts:
        hosts += [host for host in LOCAL_HOSTS if host not in hosts]
    return {**environment, "NO_PROXY": ",".join(hosts), "no_proxy": ",".join(hosts)}
