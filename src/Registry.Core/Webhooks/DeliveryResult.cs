namespace Registry.Core.Webhooks;

/// <summary>What an attempt came to.</summary>
internal enum DeliveryResult
{
    Delivered,

    /// <summary>To be tried again.</summary>
    Failed,

    /// <summary>Given up.</summary>
    Dead,

    /// <summary>The receiver wants nothing any more.</summary>
    Gone,
}
