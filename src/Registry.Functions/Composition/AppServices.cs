using Microsoft.Extensions.DependencyInjection;
using Registry.Core.Outbound;
using Registry.Functions.Jobs;
using Registry.Functions.Settings;
using Registry.Http;
using Registry.Http.Auth.Oidc;

namespace Registry.Functions.Composition;

/// <summary>Everything that the app is, the same under the Functions host and standalone.</summary>
internal static class AppServices
{
    /// <param name="services">Where to.</param>
    /// <param name="settings">All settings.</param>
    /// <param name="storage">The table and its clock.</param>
    /// <param name="time">Of this machine.</param>
    /// <param name="standalone">
    /// Whether the app runs by itself: then it keeps the schedules in process, and a development instance may know its developer by the
    /// address. Under the Functions host the host keeps the schedules, and every caller seems to come from loopback.
    /// </param>
    public static IServiceCollection AddApp(
        this IServiceCollection services, RegistrySettings settings, RegistryStorage storage, TimeProvider time, bool standalone) =>
        services
            .AddRegistry(settings, storage, time)
            .AddRegistryHttp(new RegistryHttpOptions
            {
                Keys = settings.Keys,
                Oidc = Oidc(settings, time),
                TrustLoopback = standalone && settings.Storage.IsDevelopment,
                AllowsUntrustedSystems = settings.Storage.IsDevelopment,
                RequiredTypes = settings.RequiredTypes,
                Version = AppVersion.Text,
                Limits = settings.Limits,
                CorsOrigins = settings.CorsOrigins,
                Defaults = RegistryServices.Defaults(settings),
            })
            .AddJobs(settings, inProcess: standalone);

    private static OidcOptions? Oidc(RegistrySettings settings, TimeProvider time) => settings.Oidc is not { } oidc ? null : new OidcOptions
    {
        Authority = oidc.Authority,
        Audiences = oidc.Audiences,
        RoleClaim = oidc.RoleClaim,
        NameClaim = oidc.NameClaim,
        AllowHttp = settings.Storage.IsDevelopment,
        Backchannel = OutboundHttp.CreateHandler(new OutboundOptions { AllowPrivate = settings.OutboundAllowPrivate }, OidcOptions.MaxBytes, time),
    };
}
