using System.Globalization;
using Xunit;
using Xunit.Abstractions;

namespace Registry.Http.Tests.Fuzzing;

/// <summary>
/// Valid, nearly valid and hostile requests to every operation of the served document. Each seed is a sequence of 200 requests to a registry of
/// its own. <c>REGISTRY_FUZZ_REQUESTS</c>: how many requests; <c>REGISTRY_FUZZ_FROM</c>: the first seed; <c>REGISTRY_FUZZ_SEED</c>: that one
/// alone.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int Length = 200;
    private const int Always = 2_000;
    private const int WarmUp = 100;

    [Fact]
    public async Task Requests_OfEveryKind_BreakNoPromise()
    {
        var fuzzer = await FuzzerAsync();
        var (from, count) = Setting("REGISTRY_FUZZ_SEED") is { } one ? (one, 1) : (Setting("REGISTRY_FUZZ_FROM") ?? 1, Math.Max(1, (Setting("REGISTRY_FUZZ_REQUESTS") ?? Always) / Length));

        // What is compiled at its first use takes longer than some limits on the registry's own clock: nobody judges the first requests.
        await fuzzer.RunAsync(fuzzer.Sequence(0, WarmUp), isJudged: false);
        for (var seed = from; seed < from + count; seed++)
        {
            if (await fuzzer.RunAsync(fuzzer.Sequence(seed, Length)) is { } finding)
            {
                Assert.Fail((await fuzzer.ShrinkAsync(finding)).Describe(seed));
            }
        }

        var statuses = string.Join(", ", fuzzer.Statuses.Select(static status => $"{status.Key}: {status.Value}"));
        output.WriteLine($"{count * Length} requests, seeds {from} to {from + count - 1}: {statuses}");
        output.WriteLine(string.Join('\n', fuzzer.Reached.OrderBy(static operation => operation.Value.Done).Select(static operation =>
            $"{operation.Value.Answered,7} answered, {operation.Value.Done,7} done, {operation.Value.Attacked,7} attacked: {Name(operation.Key)}")));
        if (count * Length >= Always)
        {
            // An operation that is never done is not tested; one whose bodies are always right is not attacked.
            Assert.Empty(fuzzer.Reached.Where(static operation => operation.Value.Done == 0).Select(static operation => Name(operation.Key)));
            Assert.Empty(fuzzer.Reached.Where(static operation => operation.Key.MediaType is not null && operation.Value.Attacked == 0).Select(static operation => Name(operation.Key)));
        }
    }

    [Fact]
    public async Task Requests_ToARegistryThatFails_AreFoundAndOneIsLeft()
    {
        var fuzzer = await FuzzerAsync(isFaulty: true);
        var finding = await fuzzer.RunAsync(fuzzer.Sequence(1, 20));

        Assert.NotNull(finding);
        var shortest = await fuzzer.ShrinkAsync(finding);
        Assert.Single(shortest.Requests);
        var text = shortest.Describe(1);
        Assert.Contains("a fault of the server", text, StringComparison.Ordinal);
        Assert.Contains("REGISTRY_FUZZ_SEED=1", text, StringComparison.Ordinal);
        Assert.Contains("curl -sS", text, StringComparison.Ordinal);
    }

    private static string Name(ApiOperation operation) => operation.Method + " " + operation.Path;

    private static async Task<Fuzzer> FuzzerAsync(bool isFaulty = false)
    {
        await using var run = await FuzzRun.StartAsync();
        return new Fuzzer(await run.DocumentAsync(), isFaulty);
    }

    private static int? Setting(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
