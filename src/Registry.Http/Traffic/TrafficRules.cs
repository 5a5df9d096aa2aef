using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Registry.Core;
using Registry.Core.Agents;
using Registry.Http.Health;
using Registry.Http.Problems;

namespace Registry.Http.Traffic;

/// <summary>Bounds on requests, for the rate limiter: in flight over all, before anything is done for them; a second, and in flight, of a caller, once it is known who that is.</summary>
internal static class TrafficRules
{
    private static readonly TimeSpan DefaultRetryAfter = TimeSpan.FromSeconds(1);

    public static RateLimiterOptions InFlight(TrafficLimits limits) => Options(PartitionedRateLimiter.Create<HttpContext, bool>(context => InFlight(context, limits)));

    public static RateLimiterOptions OfCallers(CallerLimit limit) => Options(PartitionedRateLimiter.CreateChained(limit.Limiter, limit.Places));

    /// <summary>A request of an address that may cause no more work now.</summary>
    public static Task RefuseAsync(HttpContext context) => ProblemWriter.WriteAsync(context, TooMany(RateDetail(context), DefaultRetryAfter));

    private static RateLimiterOptions Options(PartitionedRateLimiter<HttpContext> limiter) => new()
    {
        RejectionStatusCode = StatusCodes.Status429TooManyRequests,
        OnRejected = RefuseAsync,
        GlobalLimiter = limiter,
    };

    private static RateLimitPartition<bool> InFlight(HttpContext context, TrafficLimits limits) =>
        limits.RequestsInFlight == 0 || context.Request.Path.Equals(LiveEndpoint.Path, StringComparison.OrdinalIgnoreCase)
            ? RateLimitPartition.GetNoLimiter(false)
            : RateLimitPartition.GetConcurrencyLimiter(true, _ => new ConcurrencyLimiterOptions { PermitLimit = limits.RequestsInFlight, QueueLimit = 0 });

    private static ValueTask RefuseAsync(OnRejectedContext rejected, CancellationToken cancellationToken)
    {
        var refusal = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait)
            ? TooMany(RateDetail(rejected.HttpContext), wait)
            : TooMany(InFlightDetail(rejected.HttpContext), DefaultRetryAfter);
        return new(ProblemWriter.WriteAsync(rejected.HttpContext, refusal));
    }

    private static Refusal TooMany(string detail, TimeSpan wait) => new(RefusalCode.RateLimited, detail) { RetryAfter = wait };

    private static string InFlightDetail(HttpContext context) => context.Features.Get<Caller>() is { } caller
        ? string.Create(CultureInfo.InvariantCulture, $"Too many requests with the key '{caller.Name}' are in flight here; ask again, or another instance.")
        : "Too many requests are in flight here; ask again, or another instance.";

    private static string RateDetail(HttpContext context) => context.Features.Get<Caller>() is { } caller
        ? string.Create(CultureInfo.InvariantCulture, $"Too many requests with the key '{caller.Name}'.")
        : "Too many requests without a valid key from this address.";
}
