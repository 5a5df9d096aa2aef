using System.Text.Json;
using Registry.Core.Agents;
using Registry.Core.Agents.Reading;
using Registry.Testing;

namespace Registry.Core.Tests.Agents;

public sealed class EndpointSecretsTests
{
    public static TheoryData<string> All { get; } = new(SecretEndpoints.All);

    [Theory]
    [MemberData(nameof(All))]
    public void Redact_OfAnEndpointAsPeopleHaveIt_TakesTheSecretOutAndLeavesTheRest(string endpoint)
    {
        var redacted = EndpointSecrets.Redact(endpoint);

        Assert.DoesNotContain(SecretEndpoints.Mark, redacted, StringComparison.Ordinal);
        Assert.Contains("***", redacted, StringComparison.Ordinal);
        Assert.Equal(redacted, EndpointSecrets.Redact(redacted));
        Assert.True(EndpointSecrets.AreIn(endpoint));
        Assert.False(EndpointSecrets.AreIn(redacted));
    }

    [Theory]
    [InlineData("postgresql://user@localhost:5432/db?sslmode=require&application_name=x")]
    [InlineData("https://host:8443/path@v1?page=2&sort=name")]
    [InlineData("mongodb://a:1,b:2/db?authSource=admin&replicaSet=r")]
    [InlineData("Server=tcp:db,1433;Initial Catalog=x;User ID=u;Encrypt=True;TrustServerCertificate=False")]
    [InlineData("jdbc:oracle:thin:@//h:1521/svc")]
    [InlineData("jdbc:mysql://address=(host=h)(port=3306)/d")]
    [InlineData("amqps://h/%2Fvhost")]
    [InlineData("https://h/a%20b?q=x%26y")]
    [InlineData("s3://bucket/image@2x.png")]
    [InlineData("git@github.com:org/repo")]
    [InlineData("ssh://git@github.com/org/repo")]
    [InlineData("cache:6379,ssl=True,abortConnect=False")]
    [InlineData("ldap://h/dc=x??sub?(cn=a)")]
    [InlineData("https://h/?X-Amz-Date=1&AWSAccessKeyId=AKIA")]
    [InlineData("Endpoint=sb://ns.servicebus.windows.net/;SharedAccessKeyName=Root")]
    [InlineData("jdbc:sqlserver://h:1433; databaseName=d; user=me@corp")]
    [InlineData("jdbc:sqlserver://h:1433;databaseName=d; user=me@corp")]
    [InlineData("amqp://h:5672/v; user=me@corp")]
    [InlineData("Server=tcp://h; User ID=me@corp; Encrypt=True")]
    [InlineData("Server=http://h:80; Backup=http://i:80; User=me@corp")]
    [InlineData("url=http://h:8080 user=me@corp")]
    public void Redact_OfAnEndpointWithoutSecrets_ChangesNothing(string endpoint)
    {
        Assert.Equal(endpoint, EndpointSecrets.Redact(endpoint));
        Assert.False(EndpointSecrets.AreIn(endpoint));
    }

    [Fact]
    public void Redact_OfAUrlWithAnythingInIt_DoneTwiceChangesNothing()
    {
        var random = new Random(5);
        string[] pieces = ["u", ":", "a", "/", "@", "@", " ", "?", "#", ";", "=", "h", "12", ",", "://", "https://", "Url=", "x=", "&", "h:80", "'"];
        for (var i = 0; i < 20_000; i++)
        {
            var endpoint = "postgres://u:" + string.Concat(Enumerable.Range(0, random.Next(2, 14)).Select(_ => pieces[random.Next(pieces.Length)]));
            var redacted = EndpointSecrets.Redact(endpoint);

            Assert.Equal(redacted, EndpointSecrets.Redact(redacted));
        }
    }

    /// <summary>Most of them can still be registered: taking the secret out leaves an endpoint.</summary>
    [Fact]
    public void TryRead_OfTheEndpoints_TakesNearlyAllOfThem()
    {
        var refused = SecretEndpoints.All.Where(endpoint => !RegistrationReader.TryRead(
            Read.Json($$"""{"name":"n","type":"t","endpoint":"{{JsonEncodedText.Encode(endpoint)}}"}"""),
            null,
            RegistrationDefaults.Standard,
            new FieldErrors(),
            out _)).ToList();

        Assert.True(refused.Count <= 12, string.Join('\n', refused));
    }
}
