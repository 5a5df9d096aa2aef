using Registry.Core;
using Registry.Functions.Settings;
using Registry.Functions.Standalone;
using Registry.Functions.Worker;

var errors = new FieldErrors();
var isWorker = HostStart.IsBehind(args);
if (!isWorker && args is [KeyCommand.Command, .. var keyArguments])
{
    return KeyCommand.Run(keyArguments, Entropy.System, Console.Out, Console.Error);
}

var command = StartCommand.Of(isWorker ? [.. HostStart.SettingArguments] : args);
var localSettings = LocalSettingsFile.Find(Directory.GetCurrentDirectory(), AppContext.BaseDirectory);
var configuration = SettingSources.Load(command.Settings, Environment.GetEnvironmentVariables(), localSettings, errors);

if (!RegistrySettingsReader.TryRead(configuration, errors, out var settings))
{
    return StartFailure.Settings(errors).Tell(Console.Error);
}

if (!isWorker)
{
    return await command.RunAsync(configuration, settings);
}

#if FUNCTIONS_WORKER
return await Registry.Functions.Triggers.WorkerApp.RunAsync(args, configuration, settings);
#else
return StartFailure.NoWorker().Tell(Console.Error);
#endif
