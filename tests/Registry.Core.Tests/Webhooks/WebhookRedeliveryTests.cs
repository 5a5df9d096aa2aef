namespace Registry.Core.Tests.Webhooks;

/// <summary>Dead letters that are sent again.</summary>
public sealed class WebhookRedeliveryTests
{
    private readonly WebhookBed _bed = new();

    [Fact]
    public void DeadLetter_WhileOthersAreSentWithoutEnd_IsSentAgain() => _bed.Run(async () =>
    {
        string[] busy = ["b", "c", "d", "e", "f", "g", "h", "i"];
        var id = await _bed.SubscribeAsync();
        _bed.Receiver.Answer = (_, sent) => Task.FromResult(sent.AgentId == "a" ? LineHarness.Broken : LineHarness.Ok);
        await _bed.RegisterAsync("a");
        foreach (var agent in busy)
        {
            await _bed.RegisterAsync(agent);
        }

        await _bed.WaitAsync(TimeSpan.FromHours(25));
        var dead = Assert.Single((await _bed.GetAsync(id)).DeadLetters);
        _bed.Receiver.Delivered.Clear();

        // At any time at least one is on its way.
        _bed.Receiver.Answer = async (_, _) =>
        {
            await _bed.WaitAsync(TimeSpan.FromMilliseconds(300));
            return LineHarness.Ok;
        };
        for (var i = 0; i < 600; i++)
        {
            await _bed.TouchAsync(busy[i % busy.Length]);
            await _bed.WaitAsync(TimeSpan.FromMilliseconds(100));
            if (i == 20)
            {
                Assert.Equal(1, await WebhookBed.DoAsync(_bed.Registry.Webhooks.RedeliverAsync(id, WebhookBed.Operator, CancellationToken.None)));
            }
        }

        Assert.True(_bed.Receiver.Delivered.Count > 500);
        Assert.InRange(_bed.Receiver.Delivered.FindIndex(sent => sent.Id == dead.EventId), 0, 100);
        await _bed.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Empty((await _bed.GetAsync(id)).DeadLetters);
    });
}
