"""Survey feedback pipeline: a pure domain, ports, services and adapters."""
