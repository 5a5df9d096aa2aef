using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Registry.Http.Auth;
using Registry.Http.Correlation;
using Registry.Http.Metrics;
using Registry.Http.Problems;
using Registry.Http.Routing;
using Registry.Http.Traffic;

namespace Registry.Http;

/// <summary>
/// The one way a request goes: metrics, correlation, errors, routing, how many at once, who calls, how many of them, what they may do, endpoint. Whole in itself: it is the pipeline of
/// a web application, or is built into a single delegate that a trigger hands its requests to.
/// </summary>
public static class RegistryPipeline
{
    /// <summary>Ends the pipeline: what comes after it never runs. Needs <see cref="RegistryHttpServices.AddRegistryHttp"/>.</summary>
    public static IApplicationBuilder Use(IApplicationBuilder app)
    {
        app.UseMiddleware<MetricsMiddleware>();
        app.UseMiddleware<CorrelationMiddleware>();
        app.UseMiddleware<ErrorMiddleware>();
        app.UseRouting();
        var options = app.ApplicationServices.GetRequiredService<RegistryHttpOptions>();
        if (options.CorsOrigins.Count > 0)
        {
            app.UseCors();
        }

        app.UseRateLimiter(TrafficRules.InFlight(options.Limits));
        app.UseMiddleware<AuthenticationMiddleware>();
        app.UseRateLimiter(TrafficRules.OfCallers(app.ApplicationServices.GetRequiredService<CallerLimit>()));
        app.UseMiddleware<AuthorizationMiddleware>();
        app.UseEndpoints(RegistryRoutes.Map);
        app.Run(UnknownRoute.AnswerAsync);
        return app;
    }
}
