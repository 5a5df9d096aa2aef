using System.Text.Json;
using Registry.Core.Agents.Reading;

namespace Registry.Core.Agents.Merging;

/// <summary>What stays of the old endpoint, host and port under a patch that changes some of them.</summary>
/// <param name="Moved">The old endpoint with the new host or port in it; null where it has no place for them.</param>
/// <param name="KeepsHost">Whether the old host stays.</param>
/// <param name="KeepsPort">Whether the old port stays.</param>
internal readonly record struct AddressPatch(string? Moved, bool KeepsHost, bool KeepsPort)
{
    public static AddressPatch Of(JsonElement target, MemberReader changes)
    {
        // A new endpoint says where it is; what it does not say, only the patch itself does.
        if (changes.IsPresent("endpoint"))
        {
            return new AddressPatch(null, false, false);
        }

        string? host = null;
        var port = 0;
        if (changes.TryGet("host", out var given) && given.ValueKind == JsonValueKind.String)
        {
            HostName.TrySplit(given.GetString()!.Trim(), out host, out port);
        }

        var keepsPort = port == 0;
        if (changes.TryGet("port", out var number) && MemberReader.TryInteger(number, 1, AgentLimits.MaxPort, out var newPort))
        {
            port = newPort;
        }

        var moved = changes.Has("endpoint") || !target.TryGetProperty("endpoint", out var endpoint)
            ? null
            : EndpointAddress.Moved(endpoint.GetString()!, host, port);
        return moved is null ? new AddressPatch(null, true, keepsPort) : new AddressPatch(moved, false, false);
    }

    public bool Keeps(string member) => member switch
    {
        "host" => KeepsHost,
        "port" => KeepsPort,
        _ => true,
    };
}
