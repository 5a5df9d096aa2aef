using Registry.Core;
using Registry.Functions.Settings;
using Registry.Functions.Standalone;

var errors = new FieldErrors();
var localSettings = LocalSettingsFile.Find(Directory.GetCurrentDirectory(), AppContext.BaseDirectory);
var configuration = SettingSources.Load(args, Environment.GetEnvironmentVariables(), localSettings, errors);

return RegistrySettingsReader.TryRead(configuration, errors, out var settings)
    ? await StandaloneApp.RunAsync(configuration, settings)
    : StartFailure.Settings(errors).Tell(Console.Error);
