using Registry.Core;
using Registry.Functions.Settings;
using Registry.Functions.Standalone;
using Registry.Functions.Worker;

var errors = new FieldErrors();
var isWorker = HostStart.IsBehind(args);
var isLiveProbe = args is [LiveProbe.Command, ..];
var settingArguments = isWorker ? HostStart.SettingArguments : args[(isLiveProbe ? 1 : 0)..];
var localSettings = LocalSettingsFile.Find(Directory.GetCurrentDirectory(), AppContext.BaseDirectory);
var configuration = SettingSources.Load(settingArguments, Environment.GetEnvironmentVariables(), localSettings, errors);

if (!RegistrySettingsReader.TryRead(configuration, errors, out var settings))
{
    return StartFailure.Settings(errors).Tell(Console.Error);
}

if (isLiveProbe)
{
    return await LiveProbe.RunAsync(settings, Console.Error);
}

if (!isWorker)
{
    return await StandaloneApp.RunAsync(configuration, settings);
}

#if FUNCTIONS_WORKER
return await Registry.Functions.Triggers.WorkerApp.RunAsync(args, configuration, settings);
#else
return StartFailure.NoWorker().Tell(Console.Error);
#endif
