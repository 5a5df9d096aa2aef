using Registry.Core.Agents;

namespace Registry.Core.Systems;

/// <summary>What an endpoint that somebody asks about is.</summary>
/// <param name="Type">The word of its type.</param>
/// <param name="Endpoint">It, as it may be shown.</param>
public sealed record DetectedSystem(string Type, string Endpoint)
{
    /// <param name="text">Anything. What is no endpoint may be a secret as a whole.</param>
    public static DetectedSystem Of(string text)
    {
        var endpoint = EndpointSecrets.Redact(text.Trim());
        var isShown = EndpointAddress.TryParse(endpoint, out _) || HostName.TrySplit(endpoint, out _, out _);
        return new DetectedSystem(SystemTypes.Detect(endpoint), isShown ? endpoint : EndpointSecrets.Mask);
    }
}
