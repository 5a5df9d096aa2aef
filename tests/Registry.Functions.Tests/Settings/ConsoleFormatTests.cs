using Microsoft.Extensions.Configuration;
using Registry.Functions.Settings;

namespace Registry.Functions.Tests.Settings;

public sealed class ConsoleFormatTests
{
    private const string Account = "DefaultEndpointsProtocol=https;AccountName=prod;AccountKey=c2VjcmV0;EndpointSuffix=core.windows.net";

    [Theory]
    [InlineData("UseDevelopmentStorage=true", null, "simple")]
    [InlineData(Account, null, "json")]
    [InlineData(Account, "systemd", "systemd")]
    [InlineData("UseDevelopmentStorage=true", "json", "json")]
    public void Choose_WhereNobodySaidIt_DependsOnTheStorage(string storage, string? given, string expected)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(ConsoleFormat.Setting, given)]).Build();

        ConsoleFormat.Choose(configuration, SettingsOf.Valid(("AzureWebJobsStorage", storage)).Storage);

        Assert.Equal(expected, configuration[ConsoleFormat.Setting]);
    }
}
