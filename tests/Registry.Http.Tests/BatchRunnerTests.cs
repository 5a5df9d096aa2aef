using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Registry.Contracts;
using Registry.Http.Batches;
using Xunit;

namespace Registry.Http.Tests;

public sealed class BatchRunnerTests
{
    [Fact]
    public async Task Answer_ManyItems_StartsAllBeforeItWaitsForOne()
    {
        using var log = new LogLines();
        var started = 0;
        var gate = new TaskCompletionSource();
        var context = new DefaultHttpContext();
        var answering = Runner(log).AnswerAsync(context, Enumerable.Range(0, 1000).ToList(), async item =>
        {
            started++;
            await gate.Task;
            return BatchItem.Done($"a{item}", StatusCodes.Status200OK);
        });

        Assert.Equal(1000, started);
        Assert.False(answering.IsCompleted);
        gate.SetResult();
        await answering;
    }

    [Fact]
    public async Task Answer_ItemThatThrows_FailsAloneAndIsLogged()
    {
        using var log = new LogLines();
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { Response = { Body = body } };
        await Runner(log).AnswerAsync(context, [1, 2, 3], async item =>
        {
            await Task.Yield();
            return item == 2 ? throw new InvalidOperationException("AccountKey=secret") : BatchItem.Done($"a{item}", StatusCodes.Status201Created);
        });

        var answer = JsonSerializer.Deserialize(body.ToArray(), ContractsContext.Default.BatchAnswer)!;
        Assert.Equal([201, 500, 201], answer.Results.Select(result => result.Status));
        Assert.Equal("internal", answer.Results[1].Error!.Code);
        Assert.DoesNotContain("secret", answer.Results[1].Error!.Detail, StringComparison.Ordinal);
        Assert.Equal(LogLevel.Error, Assert.Single(log.OfHttp).Level);
    }

    private static BatchRunner Runner(LogLines log)
    {
        using var factory = LoggerFactory.Create(logging => logging.AddProvider(log));
        return new BatchRunner(factory.CreateLogger<BatchRunner>());
    }
}
