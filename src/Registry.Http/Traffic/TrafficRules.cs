using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Registry.Core;
using Registry.Core.Agents;
using Registry.Http.Health;
using Registry.Http.Problems;

namespace Registry.Http.Traffic;

/// <summary>
/// Bounds on requests: in flight over all, a second of a key, a second of an address that has none. Whoever is on loopback on a
/// development instance has no limit of its own.
/// </summary>
internal static class TrafficRules
{
    private const int Burst = 2;
    private const int NetworkBytes = 8;

    private static readonly TimeSpan DefaultRetryAfter = TimeSpan.FromSeconds(1);

    public static void Configure(RateLimiterOptions options, RegistryHttpOptions settings)
    {
        var limits = settings.Limits;
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.OnRejected = RefuseAsync;
        options.GlobalLimiter = PartitionedRateLimiter.CreateChained(
            PartitionedRateLimiter.Create<HttpContext, bool>(context => InFlight(context, limits)),
            PartitionedRateLimiter.Create<HttpContext, string>(context => OfCaller(context, limits)));
    }

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

    private static RateLimitPartition<bool> InFlight(HttpContext context, TrafficLimits limits) =>
        limits.RequestsInFlight == 0 || context.Request.Path.Equals(LiveEndpoint.Path, StringComparison.OrdinalIgnoreCase)
            ? RateLimitPartition.GetNoLimiter(false)
            : RateLimitPartition.GetConcurrencyLimiter(true, _ => new ConcurrencyLimiterOptions { PermitLimit = limits.RequestsInFlight, QueueLimit = 0 });

    private static RateLimitPartition<string> OfCaller(HttpContext context, TrafficLimits limits)
    {
        if (context.Features.Get<Caller>() is { } caller)
        {
            return caller.Name is null ? RateLimitPartition.GetNoLimiter("") : Rate("key " + caller.Name, limits.RequestsPerSecondPerKey);
        }

        return Rate(Address(context), limits.RequestsPerSecondPerAddress);
    }

    private static RateLimitPartition<string> Rate(string whose, int perSecond) => perSecond == 0
        ? RateLimitPartition.GetNoLimiter("")
        : RateLimitPartition.GetTokenBucketLimiter(whose, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = Burst * perSecond,
            TokensPerPeriod = perSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        });

    private static ValueTask RefuseAsync(OnRejectedContext rejected, CancellationToken cancellationToken)
    {
        var isRate = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait);
        var refusal = new Refusal(RefusalCode.RateLimited, isRate ? RateDetail(rejected.HttpContext) : "Too many requests are in flight here; ask again, or another instance.")
        {
            RetryAfter = isRate ? wait : DefaultRetryAfter,
        };
        return new(ProblemWriter.WriteAsync(rejected.HttpContext, refusal));
    }

    private static string RateDetail(HttpContext context) => context.Features.Get<Caller>() is { } caller
        ? string.Create(CultureInfo.InvariantCulture, $"Too many requests with the key '{caller.Name}'.")
        : "Too many requests without a valid key from this address.";
}
