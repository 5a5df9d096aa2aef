using Registry.Core.Webhooks;

namespace Registry.Core.Tests.Webhooks;

/// <summary>The requests a minute that a receiver allows.</summary>
public sealed class WebhookRateTests
{
    private readonly WebhookBed _bed = new(verify: true);
    private readonly List<long> _times = [];

    [Theory]
    [InlineData(10)]
    [InlineData(60)]
    [InlineData(600)]
    public void Events_AtOnceAndOneByOne_KeepToTheRate(int rate) => _bed.Run(async () =>
    {
        await SubscribeAsync(rate);
        foreach (var i in Enumerable.Range(0, 6))
        {
            await _bed.RegisterAsync($"a{i}");
        }

        await _bed.UntilAsync(() => _bed.Receiver.Delivered.Count == 6);
        foreach (var i in Enumerable.Range(0, 6))
        {
            await _bed.TouchAsync($"a{i}");
            await _bed.WaitAsync(TimeSpan.FromSeconds(1.5));
        }

        await _bed.UntilAsync(() => _bed.Receiver.Delivered.Count == 12);
        AssertSpaced(rate);

        // Nor is it kept to by far less.
        Assert.True(_times[^1] - _times[0] < 11 * (60_000 / rate + 2000));
    });

    [Fact]
    public void Retries_KeepToTheRate() => _bed.Run(async () =>
    {
        await SubscribeAsync(10);
        await _bed.RegisterAsync("z");
        await _bed.UntilAsync(() => _bed.Receiver.Delivered.Count == 1);
        _times.Clear();
        var works = false;
        _bed.Receiver.Answer = (_, _) => AnswerAsync(works ? LineHarness.Ok : LineHarness.Broken);
        foreach (var agent in new[] { "a", "b", "c", "d" })
        {
            await _bed.RegisterAsync(agent);
        }

        await _bed.WaitAsync(TimeSpan.FromMinutes(10));
        works = true;
        await _bed.UntilAsync(() => _bed.Receiver.Delivered.Count == 5);
        AssertSpaced(10);
    });

    [Fact]
    public void Wait_ForTheNextRequest_CostsNoWrites() => _bed.Run(async () =>
    {
        var id = await SubscribeAsync(1);
        await _bed.RegisterAsync("a");
        await _bed.RegisterAsync("b");
        await _bed.UntilAsync(() => _bed.Receiver.Delivered.Count == 1);
        await _bed.WaitAsync(TimeSpan.FromSeconds(2));
        var before = await ETagAsync(id);

        await _bed.WaitAsync(TimeSpan.FromSeconds(50));

        Assert.Equal(before, await ETagAsync(id));
        Assert.Single(_times);
        await _bed.UntilAsync(() => _times.Count == 2, hours: 1 / 60.0);
    });

    private async Task<string> SubscribeAsync(int rate)
    {
        _bed.Receiver.Handshake = () => new HandshakeAnswer(null, rate);
        _bed.Receiver.Answer = (_, _) => AnswerAsync(LineHarness.Ok);
        var id = await _bed.SubscribeAsync();
        await _bed.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(rate, (await _bed.GetAsync(id)).Subscription.RequestsPerMinute);
        return id;
    }

    private Task<DeliveryAnswer> AnswerAsync(DeliveryAnswer answer)
    {
        _times.Add(_bed.Time.GetUtcNow().ToUnixTimeMilliseconds());
        return Task.FromResult(answer);
    }

    private void AssertSpaced(int rate) => Assert.All(_times.Zip(_times.Skip(1), static (one, next) => next - one), gap => Assert.True(gap >= 60_000 / rate, $"{gap} ms"));

    private async Task<string> ETagAsync(string id) => (await _bed.Table.GetAsync("config", "w_" + id, CancellationToken.None)).Value!.ETag;
}
