using Registry.Tables.Connections;
using Xunit;

namespace Registry.Tables.Tests.Connections;

public sealed class StorageConnectionTests
{
    private const string Secret = "c2VjcmV0LWtleS1mb3ItdGhlLXRlc3Q=";

    [Theory]
    [InlineData("UseDevelopmentStorage=true", "http://127.0.0.1:10002/devstoreaccount1", true)]
    [InlineData("usedevelopmentstorage=TRUE;", "http://127.0.0.1:10002/devstoreaccount1", true)]
    [InlineData("UseDevelopmentStorage=true;DevelopmentStorageProxyUri=http://azurite", "http://azurite:10002/devstoreaccount1", true)]
    [InlineData("DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=" + Secret + ";EndpointSuffix=core.chinacloudapi.cn", "https://acme.table.core.chinacloudapi.cn/", false)]
    [InlineData("AccountName=acme;AccountKey=" + Secret, "https://acme.table.core.windows.net/", false)]
    [InlineData("AccountName=acme;AccountKey=" + Secret + ";TableEndpoint=http://127.0.0.1:21002/acme/", "http://127.0.0.1:21002/acme", false)]
    [InlineData("AccountName=devstoreaccount1;AccountKey=" + Secret + ";TableEndpoint=http://127.0.0.1:21002/devstoreaccount1", "http://127.0.0.1:21002/devstoreaccount1", true)]
    public void TryParse_WithKey_GivesEndpoint(string text, string endpoint, bool isDevelopment)
    {
        Assert.True(StorageConnection.TryParse(text, out var connection, out var error), error);
        Assert.Equal((endpoint, isDevelopment, "shared key"), (connection!.Endpoint.AbsoluteUri, connection.IsDevelopment, connection.Kind));
    }

    [Theory]
    [InlineData("TableEndpoint=https://acme.table.core.windows.net;SharedAccessSignature=sv=2020-12-06&sig=abc%3D", "acme")]
    [InlineData("AccountName=acme;SharedAccessSignature=?sv=2020-12-06&sig=abc%3D", "acme")]
    public void TryParse_WithSas_GivesEndpointAndAccount(string text, string account)
    {
        Assert.True(StorageConnection.TryParse(text, out var connection, out var error), error);
        Assert.Equal((account, "SAS", "https://acme.table.core.windows.net/"), (connection!.Account, connection.Kind, connection.Endpoint.AbsoluteUri));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData(";;", "empty")]
    [InlineData("nonsense", "name=value")]
    [InlineData("=x", "name=value")]
    [InlineData("UseDevelopmentStorage=false", "UseDevelopmentStorage")]
    [InlineData("UseDevelopmentStorage=true;DevelopmentStorageProxyUri=here", "DevelopmentStorageProxyUri")]
    [InlineData("AccountKey=" + Secret, "AccountName")]
    [InlineData("AccountName=acme", "AccountKey")]
    [InlineData("AccountName=acme;AccountName=acme;AccountKey=" + Secret, "twice")]
    [InlineData("AccountName=AC/ME;AccountKey=" + Secret, "lower-case")]
    [InlineData("AccountName=acme;AccountKey=not-base64!" + Secret, "Base64")]
    [InlineData("AccountName=acme;AccountKey=", "Base64")]
    [InlineData("AccountName=acme;DefaultEndpointsProtocol=ftp;AccountKey=" + Secret, "DefaultEndpointsProtocol")]
    [InlineData("AccountName=acme;EndpointSuffix=a b;AccountKey=" + Secret, "EndpointSuffix")]
    [InlineData("TableEndpoint=relative;AccountKey=" + Secret, "TableEndpoint")]
    [InlineData("TableEndpoint=https://user:" + Secret + "@acme.net;AccountName=acme;AccountKey=" + Secret, "TableEndpoint")]
    [InlineData("TableEndpoint=https://acme.net?sig=" + Secret + ";SharedAccessSignature=sig=" + Secret, "TableEndpoint")]
    [InlineData("AccountName=acme;SharedAccessSignature=" + Secret, "SharedAccessSignature")]
    [InlineData("AccountName=acme;SharedAccessSignature=sig=x y" + Secret, "SharedAccessSignature")]
    public void TryParse_Wrong_SaysWhatWouldBeRightWithoutTheSecret(string text, string named)
    {
        Assert.False(StorageConnection.TryParse(text, out var connection, out var error));
        Assert.Null(connection);
        Assert.Contains(named, error, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://acme.table.core.windows.net", true, null)]
    [InlineData("https://acme.table.core.windows.net/", false, "11111111-2222-3333-4444-555555555555")]
    [InlineData("https://acme.table.core.windows.net/", false, null)]
    public void TryFromServiceUri_Https_GivesEndpoint(string uri, bool managed, string? clientId)
    {
        Assert.True(StorageConnection.TryFromServiceUri(uri, managed, clientId, out var connection, out var error), error);
        Assert.Equal(("acme", "token", false), (connection!.Account, connection.Kind, connection.IsDevelopment));
    }

    [Theory]
    [InlineData("http://acme.table.core.windows.net")]
    [InlineData("acme")]
    [InlineData("https://acme.table.core.windows.net/?sig=x")]
    public void TryFromServiceUri_NotHttps_SaysWhatWouldBeRight(string uri)
    {
        Assert.False(StorageConnection.TryFromServiceUri(uri, true, null, out _, out var error));
        Assert.Contains("https://account.table.core.windows.net", error, StringComparison.Ordinal);
    }

    [Fact]
    public void ToString_AnyKind_HasNoSecret()
    {
        Assert.True(StorageConnection.TryParse("AccountName=acme;AccountKey=" + Secret, out var key, out _));
        Assert.True(StorageConnection.TryParse("AccountName=acme;SharedAccessSignature=sv=1&sig=" + Secret, out var sas, out _));
        Assert.DoesNotContain(Secret, key!.ToString() + sas, StringComparison.Ordinal);
    }
}
