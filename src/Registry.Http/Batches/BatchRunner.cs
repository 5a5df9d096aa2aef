using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Registry.Contracts;
using Registry.Contracts.Batches;
using Registry.Http.Bodies;
using Registry.Http.Events;
using Registry.Http.Problems;

namespace Registry.Http.Batches;

/// <summary>Runs the items of a batch and answers what became of each.</summary>
internal sealed partial class BatchRunner(ILogger<BatchRunner> logger)
{
    public static HttpRefusal TooMany { get; } = new(ProblemMapping.TooLarge, $"A batch has at most {BodyLimits.BatchItems} items.");

    /// <summary>
    /// Starts every item before it waits for the first, and before the first is committed: what goes to one shard then travels in few commits.
    /// An item that fails, in whatever way, fails alone.
    /// </summary>
    /// <param name="context">Of the request.</param>
    /// <param name="items">In order.</param>
    /// <param name="run">Does one.</param>
    /// <param name="hold">Holds commits back until it is disposed; null for nothing to hold.</param>
    public async Task AnswerAsync<T>(HttpContext context, IReadOnlyCollection<T> items, Func<T, Task<BatchItem>> run, Func<IDisposable>? hold = null)
    {
        var running = new List<Task<BatchItem>>(items.Count);
        using (hold?.Invoke())
        {
            foreach (var item in items)
            {
                running.Add(run(item));
            }
        }

        var results = new List<BatchResult>(running.Count);
        var failed = 0;
        foreach (var task in running)
        {
            var item = await SettleAsync(context, task);
            if (item.Refusal is { } refused)
            {
                failed++;
                RefusalRecorder.Note(context, item.Id is null ? refused : refused with { AgentId = refused.AgentId ?? item.Id });
            }

            results.Add(new BatchResult
            {
                Index = results.Count,
                Id = item.Id,
                Status = item.Status,
                Error = item.Refusal is { } refusal ? ProblemWriter.ToProblem(context, refusal) : null,
            });
        }

        var answer = new BatchAnswer { Results = results, Succeeded = results.Count - failed, Failed = failed };
        await JsonAnswer.WriteAsync(context, answer, ContractsContext.Default.BatchAnswer);
    }

    private async Task<BatchItem> SettleAsync(HttpContext context, Task<BatchItem> task)
    {
        try
        {
            return await task;
        }
        catch (Exception exception) when (!context.RequestAborted.IsCancellationRequested)
        {
            LogItemFailed(exception, context.Request.Path);
            return BatchItem.Refused(null, ProblemMapping.Fault);
        }
    }

    [LoggerMessage(20, LogLevel.Error, "An item of {Path} failed.")]
    private partial void LogItemFailed(Exception exception, PathString path);
}
