using Microsoft.AspNetCore.Cors.Infrastructure;
using Registry.Http.Correlation;

namespace Registry.Http.Traffic;

/// <summary>Which web pages of others may call: none, unless their origins are set. A key has to come in a header, never in a cookie.</summary>
internal static class CorsRules
{
    private static readonly TimeSpan PreflightAge = TimeSpan.FromMinutes(10);

    public static void Configure(CorsPolicyBuilder policy, IReadOnlyList<string> origins) =>
        policy.WithOrigins([.. origins])
            .WithMethods("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
            .WithHeaders("x-functions-key", "Authorization", "Content-Type", "If-Match", "If-None-Match", "Cache-Control", "Idempotency-Key", "Last-Event-ID", CorrelationIds.Header, "traceparent")
            .WithExposedHeaders("ETag", "Age", "Location", "Retry-After", "Allow", "X-Next-Cursor", CorrelationIds.Header)
            .SetPreflightMaxAge(PreflightAge);
}
