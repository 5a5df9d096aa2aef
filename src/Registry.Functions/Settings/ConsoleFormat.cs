using Microsoft.Extensions.Configuration;

namespace Registry.Functions.Settings;

/// <summary>How the log looks where nobody said it: for a person on a development instance, for a machine (JSON) elsewhere.</summary>
internal static class ConsoleFormat
{
    public const string Setting = "Logging:Console:FormatterName";
    private const string ForPeople = "simple";
    private const string ForMachines = "json";

    public static void Choose(IConfiguration configuration, StorageSettings storage)
    {
        if (string.IsNullOrWhiteSpace(configuration[Setting]))
        {
            configuration[Setting] = storage.IsDevelopment ? ForPeople : ForMachines;
        }
    }
}
