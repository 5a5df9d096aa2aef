namespace Registry.EndToEnd.Tests.Chaos;

internal enum ChaosState
{
    /// <summary>No registration was acknowledged.</summary>
    Unknown,

    Registered,

    /// <summary>To unregister was asked and not yet acknowledged.</summary>
    Leaving,

    Unregistered,

    /// <summary>The registry said that it does not know it any more.</summary>
    Expired,
}
