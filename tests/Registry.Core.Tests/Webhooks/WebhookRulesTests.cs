using System.Text;
using Registry.Core.Webhooks;

namespace Registry.Core.Tests.Webhooks;

public sealed class WebhookRulesTests
{
    [Fact]
    public void Signature_KnownCase_IsThatOfRfc4231()
    {
        // RFC 4231, test case 2.
        Assert.Equal(
            "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
            WebhookSignature.Of("Jefe", Encoding.ASCII.GetBytes("what do ya want for nothing?")));
    }

    [Theory]
    [InlineData("https://example.com/hook")]
    [InlineData("http://example.com:8080/hook?code=x")]
    [InlineData("https://[2606:4700::1111]/")]
    public void Url_OnTheInternet_IsAllowed(string url) => Assert.Null(WebhookUrl.Check(url, allowPrivate: false, out _));

    [Theory]
    [InlineData("")]
    [InlineData("example.com/hook")]
    [InlineData("ftp://example.com/hook")]
    [InlineData("//example.com/hook")]
    [InlineData("https://user:password@example.com/hook")]
    [InlineData("https://user@example.com/hook")]
    [InlineData("https://example.com/hook#part")]
    [InlineData("https://exa mple.com/")]
    [InlineData("https://example.com\\@evil.example/")]
    [InlineData("https:///hook")]
    public void Url_Malformed_IsRefused(string url) => Assert.Equal(WebhookUrl.Rule, WebhookUrl.Check(url, allowPrivate: true, out _));

    [Fact]
    public void Url_TooLong_IsRefused() =>
        Assert.Equal(WebhookUrl.Rule, WebhookUrl.Check("https://example.com/" + new string('a', 2048), allowPrivate: true, out _));

    [Theory]
    [InlineData("http://169.254.169.254/latest", true)]
    [InlineData("http://[::ffff:169.254.169.254]/", true)]
    [InlineData("http://0xA9FEA9FE/", true)]
    [InlineData("http://127.0.0.1/", false)]
    [InlineData("http://2130706433/", false)]
    [InlineData("http://[::1]:8080/", false)]
    [InlineData("http://10.1.2.3/", false)]
    public void Url_ForbiddenAddress_IsRefused(string url, bool allowPrivate) =>
        Assert.Equal(WebhookUrl.AddressRule, WebhookUrl.Check(url, allowPrivate, out _));

    [Fact]
    public void Url_WithASecretParameter_IsShownWithoutIt() =>
        Assert.Equal("https://example.com/hook?sig=***&x=1", WebhookUrl.Shown("https://example.com/hook?sig=abc&x=1"));

    [Fact]
    public void Delays_Grow_UpToTenMinutes()
    {
        Assert.Equal(0, RetrySchedule.DelayMs(1, 0));
        Assert.Equal(1000, RetrySchedule.DelayMs(1, 0.5));
        Assert.Equal(8000, RetrySchedule.DelayMs(4, 0.5));
        Assert.InRange(RetrySchedule.DelayMs(int.MaxValue, 0.999999), 599_000, 600_000);
    }

    [Fact]
    public void Verification_InVain_IsGivenUpAfterADay()
    {
        var state = VerificationState.After(null, 7, "no", 1000, 0.5);
        Assert.Equal((1, 1000, 2000), (state.Attempts, state.Since, state.NextAt));

        const long Hour = 3600 * 1000;
        for (var hour = 1; hour <= 24; hour++)
        {
            Assert.NotEqual(long.MaxValue, state.NextAt);
            state = VerificationState.After(state, 7, "no", 1000 + (hour * Hour), 0.5);
        }

        Assert.Equal((25, 1000, long.MaxValue), (state.Attempts, state.Since, state.NextAt));

        state = VerificationState.After(state, 8, "no", 5000, 0.5);
        Assert.Equal((1, 5000, 6000), (state.Attempts, state.Since, state.NextAt));
    }

    [Fact]
    public void Verification_AfterAStopOfTheRegistry_IsNotGivenUpForThat()
    {
        const long Weekend = 60 * 3600 * 1000;
        var state = VerificationState.After(null, 7, "no", 1000, 0.5);

        state = VerificationState.After(state, 7, "no", 2000 + Weekend, 0.5);

        Assert.Equal((2, 1000 + Weekend), (state.Attempts, state.Since));
        Assert.InRange(state.NextAt, 2000 + Weekend, 2000 + Weekend + 4000);
    }

    [Fact]
    public void Document_Subscription_IsReadAsWritten()
    {
        var subscription = new Subscription("https://example.com/?sig=***", ["agent.*", "registry.error"])
        {
            AgentType = "\"wörker\"",
            IsVerified = true,
            IsPaused = true,
            Start = "cursor",
            Beginning = 3,
            Redeliveries = 4,
            UrlNumber = 5,
            RequestsPerMinute = 60,
        };

        var read = SubscriptionDocument.Read(SubscriptionDocument.Write(subscription));

        Assert.Equal(subscription.Types, read.Types);
        Assert.Equal(subscription, read with { Types = subscription.Types });
    }
}
