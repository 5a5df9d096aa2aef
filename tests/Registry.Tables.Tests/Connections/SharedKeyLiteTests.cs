using Registry.Tables.Connections;
using Xunit;

namespace Registry.Tables.Tests.Connections;

public sealed class SharedKeyLiteTests
{
    // Expected values: printf '{date}\n/{account}{path}' | openssl dgst -sha256 -mac HMAC -macopt hexkey:… -binary | base64
    [Theory]
    [InlineData("myaccount", "https://myaccount.table.core.windows.net/mytable?$top=1", "WrE7cPNyayP8+bkCotiSMS5YSewrfC1dKiwNG7ddbzQ=")]
    [InlineData(
        "devstoreaccount1",
        "http://127.0.0.1:10002/devstoreaccount1/t1(PartitionKey='a%20b',RowKey='it%27%27s')",
        "xHaNmoLCBG0Xwl6xGLkphvVDrsx9J9gGPS4xrzslGjI=")]
    public void Sign_KnownRequest_GivesKnownSignature(string account, string address, string expected)
    {
        var signature = SharedKeyLitePolicy.Sign("Fri, 26 Jun 2015 23:39:12 GMT", account, new Uri(address), "key-for-the-test"u8.ToArray());
        Assert.Equal(expected, signature);
    }
}
