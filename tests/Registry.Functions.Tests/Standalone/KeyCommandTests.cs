using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Registry.Core;
using Registry.Core.Agents;
using Registry.Functions.Standalone;
using Registry.Functions.Tests.Settings;

namespace Registry.Functions.Tests.Standalone;

public sealed class KeyCommandTests
{
    [Fact]
    public void Run_NewKey_PrintsSettingsThatLetItIn()
    {
        var (exitCode, output, problems) = Run("new", "--name", "ci.1", "--role", "Agent", "--namespace", "billing:, \"w\"", "--max-agents", "500");

        Assert.Equal((0, ""), (exitCode, problems));
        var settings = SettingsOf.Valid([.. Environment(output)]);
        var key = Assert.Single(settings.Keys);
        Assert.Equal(("ci.1", CallerRole.Agent, 500), (key.Name, key.Role, key.MaxAgents));
        Assert.Equal(["billing:", "\"w\""], key.Namespaces);
        Assert.Equal(SHA256.HashData(Encoding.UTF8.GetBytes(Secret(output))), Assert.Single(key.Hashes));
    }

    [Fact]
    public void Run_NewKey_PrintsTheSameSettingsAsJson()
    {
        var (_, output, _) = Run("new", "--name=ci", "--role=reader", "--namespace=a\\b\"c");

        var json = "{" + output[(output.IndexOf("\"Values\":", StringComparison.Ordinal) + 9)..output.IndexOf("To change", StringComparison.Ordinal)] + "}";
        var values = JsonSerializer.Deserialize<Dictionary<string, string>>(json)!;
        Assert.Equal(Environment(output), values.Select(pair => (pair.Key, pair.Value)));
    }

    [Fact]
    public void Run_Twice_GivesTwoKeysOf256Bits()
    {
        var (first, second) = (Secret(Run("new", "--name=ci", "--role=reader").Output), Secret(Run("new", "--name=ci", "--role=reader").Output));

        Assert.NotEqual(first, second);
        Assert.All([first, second], key => Assert.Equal(32, System.Buffers.Text.Base64Url.DecodeFromChars(key).Length));
    }

    [Theory]
    [InlineData("keys must be followed by new")]
    [InlineData("keys must be followed by new", "old")]
    [InlineData("--name must be", "new")]
    [InlineData("--name must be", "new", "--name=a b", "--role=agent")]
    [InlineData("--name must be", "new", "--name=a__b", "--role=agent")]
    [InlineData("--name must be", "new", "--name=a_", "--role=agent")]
    [InlineData("--name must be", "new", "--name=oidc:a", "--role=agent")]
    [InlineData("--role must be reader, agent, operator or admin", "new", "--name=a")]
    [InlineData("--role must be reader, agent, operator or admin", "new", "--name=a", "--role=king")]
    [InlineData("--role must have a value", "new", "--name=a", "--role")]
    [InlineData("--max-agents must be", "new", "--name=a", "--role=agent", "--max-agents=0")]
    [InlineData("--namespace must be", "new", "--name=a", "--role=agent", "--namespace=a\tb")]
    [InlineData("--nmespace is none of", "new", "--name=a", "--role=agent", "--nmespace=a")]
    [InlineData("argument 1 must be", "new", "agent")]
    public void Run_BadInput_TellsItByNameAndMakesNoKey(string problem, params string[] args)
    {
        var (exitCode, output, problems) = Run(args);

        Assert.Equal((1, ""), (exitCode, output));
        Assert.Contains(problem, problems, StringComparison.Ordinal);
    }

    private static (int ExitCode, string Output, string Problems) Run(params string[] args)
    {
        using var output = new StringWriter();
        using var problems = new StringWriter();
        var exitCode = KeyCommand.Run(args, Entropy.System, output, problems);
        return (exitCode, output.ToString(), problems.ToString());
    }

    private static string Secret(string output) => output.Split('\n').Select(line => line.Trim()).First(line => line.Length == 43 && !line.Contains(' ', StringComparison.Ordinal));

    private static List<(string Name, string Value)> Environment(string output) =>
        [.. output.Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith("Registry__", StringComparison.Ordinal)).Select(line => (line.Split('=', 2)[0], line.Split('=', 2)[1]))];
}
