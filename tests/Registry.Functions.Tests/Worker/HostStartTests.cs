using Registry.Core;
using Registry.Functions.Settings;
using Registry.Functions.Worker;

namespace Registry.Functions.Tests.Worker;

public sealed class HostStartTests
{
    // As the host 4.1037 starts its worker.
    private static readonly string[] OfTheHost =
    [
        "--host", "127.0.0.1", "--port", "40001", "--workerId", "w", "--requestId", "r", "--grpcMaxMessageLength", "2147483647",
        "--functions-uri", "http://127.0.0.1:40001", "--functions-worker-id", "w", "--functions-request-id", "r", "--functions-grpc-max-message-length", "2147483647",
    ];

    [Fact]
    public void IsBehind_ArgumentsOfTheHost_IsTrue() => Assert.True(HostStart.IsBehind(OfTheHost));

    [Fact]
    public void IsBehind_WithEqualsSigns_IsTrue() => Assert.True(HostStart.IsBehind(["--functions-uri=http://127.0.0.1:1"]));

    [Theory]
    [InlineData]
    [InlineData("--urls=http://127.0.0.1:8080")]
    [InlineData("--Registry__Storage", "memory")]
    public void IsBehind_SettingsAlone_IsFalse(params string[] args) => Assert.False(HostStart.IsBehind(args));

    [Fact]
    public void SettingArguments_ForeignAddressesInTheEnvironment_AreNotRead()
    {
        var errors = new FieldErrors();
        var environment = new System.Collections.Hashtable { ["ASPNETCORE_URLS"] = "https://+:443" };

        var configuration = SettingSources.Load(HostStart.SettingArguments, environment, null, errors);

        Assert.True(RegistrySettingsReader.TryRead(configuration, errors, out var settings));
        Assert.Equal([ListenSettings.Default], settings.Urls);
    }
}
