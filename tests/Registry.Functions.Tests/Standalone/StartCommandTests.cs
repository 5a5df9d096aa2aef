using Registry.Functions.Standalone;

namespace Registry.Functions.Tests.Standalone;

public sealed class StartCommandTests
{
    [Theory]
    [InlineData(null, "", new string[0])]
    [InlineData(null, "", new[] { "--Registry__Storage=memory" })]
    [InlineData("live", "", new[] { "live", "--urls=http://127.0.0.1:1" })]
    [InlineData("export", "a.jsonl", new[] { "export", "a.jsonl", "--Registry__Table=old" })]
    [InlineData("import", "a.jsonl", new[] { "import", "a.jsonl" })]
    [InlineData(null, "", new[] { "import" })]
    public void Of_FirstArguments_AreTheCommand(string? name, string file, string[] args)
    {
        var command = StartCommand.Of(args);

        Assert.Equal((name, file), (command.Name, command.File));
        Assert.Equal(args.Where(argument => name is null || argument.StartsWith("--", StringComparison.Ordinal)), command.Settings);
    }
}
