using System.Text;
using Registry.Core.Lifecycles.Hooks;

namespace Registry.Core.Tests.Lifecycles.Hooks;

public sealed class HookTextTests
{
    [Theory]
    [InlineData("no license", "no license")]
    [InlineData("{\"reason\":\"no license\",\"error\":\"other\"}", "no license")]
    [InlineData("{\"error\":\"other\"}", "other")]
    [InlineData("{\"reason\":5,\"detail\":\"told\"}", "told")]
    [InlineData("{\"code\":5}", "{\"code\":5}")]
    [InlineData("{\"reason\":\"cut o", "{\"reason\":\"cut o")]
    [InlineData("  two\r\n\r\nlines\t", "two lines")]
    [InlineData("\u001b[31mred\u202e\u200b!\0", "[31mred !")]
    [InlineData("", null)]
    [InlineData(" \r\n ", null)]
    public void Reason_OfAnAnswer_IsOneCleanLine(string answer, string? reason) =>
        Assert.Equal(reason, HookReason.Of(Encoding.UTF8.GetBytes(answer)));

    [Fact]
    public void Reason_LongerThanItMayBe_IsCut() =>
        Assert.Equal(new string('x', 200) + "…", HookReason.Of(Encoding.UTF8.GetBytes(new string('x', 4000))));

    [Fact]
    public void Reason_OfBytesThatAreNoText_HasNoneOfThem() => Assert.Equal("a b", HookReason.Of([(byte)'a', 0xFF, 0xC0, (byte)'b', 0x80]));

    [Theory]
    [InlineData("https://hooks.example.com/x", false, true)]
    [InlineData("http://hooks.example.com", false, true)]
    [InlineData("http://10.0.0.1/", true, true)]
    [InlineData("http://10.0.0.1/", false, false)]
    [InlineData("http://localhost:5000/", true, true)]
    [InlineData("http://localhost:5000/", false, false)]
    [InlineData("http://a.localhost./", false, false)]
    [InlineData("http://169.254.169.254/latest", true, false)]
    [InlineData("http://0xA9FEA9FE/", true, false)]
    [InlineData("http://2852039166/", true, false)]
    [InlineData("http://0251.0376.0251.0376/", true, false)]
    [InlineData("http://[::ffff:169.254.169.254]/", true, false)]
    [InlineData("http://[::1]/", false, false)]
    [InlineData("http://[fe80::1]/", true, false)]
    [InlineData("http://user:pw@hooks.example.com/", true, false)]
    [InlineData("ftp://hooks.example.com/", true, false)]
    [InlineData("https://", true, false)]
    [InlineData("/hook", true, false)]
    public void Url_ByItsText_IsAllowedOrNot(string url, bool allowPrivate, bool allowed) =>
        Assert.Equal((allowed, allowed), (HookUrl.Check(url, allowPrivate, isOpen: true) is null, HookUrl.Check(url, allowPrivate, isOpen: false) is null));

    [Theory]
    [InlineData(true, HookUrl.OpenRule)]
    [InlineData(false, null)]
    public void Url_WithASecretParameter_IsAllowedWhereItIsMasked(bool isOpen, string? wrong) =>
        Assert.Equal(wrong, HookUrl.Check("https://hooks.example.com/x?code=s3cret", allowPrivate: false, isOpen));
}
