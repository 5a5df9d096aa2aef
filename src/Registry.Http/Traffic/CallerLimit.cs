using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Registry.Core.Agents;

namespace Registry.Http.Traffic;

/// <summary>
/// How many requests a second: of a key, and of an address that shows none; and how many of a key in flight. Whoever is on loopback on a development
/// instance has no limit of its own.
/// </summary>
internal sealed class CallerLimit(RegistryHttpOptions options) : IDisposable
{
    private const int Burst = 2;
    private const int NetworkBytes = 8;

    public PartitionedRateLimiter<HttpContext> Limiter { get; } = PartitionedRateLimiter.Create<HttpContext, string>(context => Of(context, options.Limits));

    /// <summary>Held polls, and answers that are taken slowly, of one key leave others half of the places.</summary>
    public PartitionedRateLimiter<HttpContext> Places { get; } = PartitionedRateLimiter.Create<HttpContext, string>(context => PlacesOf(context, options.Limits));

    /// <summary>The network that a request comes from. Headers say nothing here: anybody may write them.</summary>
    public static string Address(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address.ToString();
        }

        // One customer has a network of 64 bits: its addresses are no others' ones.
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        return Convert.ToHexString(bytes[..NetworkBytes]);
    }

    /// <summary>Whether a request would be let in now, as of whoever is known to send it. Nothing is taken: that a lease for nothing is given says less, a part of a request being left is enough for it.</summary>
    public bool HasRoom(HttpContext context) => Limiter.GetStatistics(context) is not { CurrentAvailablePermits: < 1 };

    public void Dispose()
    {
        Limiter.Dispose();
        Places.Dispose();
    }

    private static RateLimitPartition<string> Of(HttpContext context, TrafficLimits limits)
    {
        if (context.Features.Get<Caller>() is { } caller)
        {
            return caller.Name is null ? RateLimitPartition.GetNoLimiter("") : Rate("key " + caller.Name, limits.RequestsPerSecondPerKey);
        }

        return Rate(Address(context), limits.RequestsPerSecondPerAddress);
    }

    private static RateLimitPartition<string> PlacesOf(HttpContext context, TrafficLimits limits) =>
        limits.RequestsInFlight == 0 || context.Features.Get<Caller>()?.Name is not { } name
            ? RateLimitPartition.GetNoLimiter("")
            : RateLimitPartition.GetConcurrencyLimiter(
                name, _ => new ConcurrencyLimiterOptions { PermitLimit = Math.Max(1, limits.RequestsInFlight / 2), QueueLimit = 0 });

    private static RateLimitPartition<string> Rate(string whose, int perSecond) => perSecond == 0
        ? RateLimitPartition.GetNoLimiter("")
        : RateLimitPartition.GetTokenBucketLimiter(whose, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = Burst * perSecond,
            TokensPerPeriod = perSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        });
}
