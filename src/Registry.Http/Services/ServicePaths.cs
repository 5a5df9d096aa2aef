namespace Registry.Http.Services;

/// <summary>Where the service surface is.</summary>
internal static class ServicePaths
{
    public const string Base = "/api/v1/registry";
    public const string Services = Base + "/services";
    public const string Tag = "Services";
}
