namespace Registry.Core.Tests.Simulation.Graph;

internal enum GraphOperationKind
{
    Register,
    Unregister,
    Add,
    Remove,
    Activate,
    Cascade,
    Deactivate,
    Force,
    Fail,
    Clear,
}
