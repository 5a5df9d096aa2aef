namespace Registry.Core.Tests.Simulation;

internal enum OperationKind
{
    Register,
    Put,
    Patch,
    Heartbeat,
    Unregister,
    SetStatus,
    Get,
    Discover,
}
