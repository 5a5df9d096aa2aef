namespace Registry.Core.Webhooks;

/// <summary>Whether events go to a subscription.</summary>
public enum SubscriptionStatus
{
    Active,

    /// <summary>Its URL has not agreed yet.</summary>
    Unverified,

    /// <summary>An operator wants it so; it goes on where it stopped, as far as the log reaches back.</summary>
    Paused,

    /// <summary>The receiver answered 410 Gone.</summary>
    Ended,
}
