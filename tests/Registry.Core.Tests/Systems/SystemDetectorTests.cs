using Registry.Core.Agents;
using Registry.Core.Systems;
using Registry.Core.Tests.Agents;

namespace Registry.Core.Tests.Systems;

public sealed class SystemDetectorTests
{
    [Theory]
    [InlineData("postgresql://host:5432/db", "database")]
    [InlineData("postgres://u:***@host/db", "database")]
    [InlineData("postgresql+asyncpg://host/db", "database")]
    [InlineData("mysql://h/db", "database")]
    [InlineData("mariadb://h/db", "database")]
    [InlineData("mongodb://a:1,b:2/db", "database")]
    [InlineData("mongodb+srv://cluster0.mongodb.net/db", "database")]
    [InlineData("sqlserver://h:1433;database=x", "database")]
    [InlineData("jdbc:oracle:thin:@h:1521:sid", "database")]
    [InlineData("jdbc:sqlserver://h.database.windows.net:1433;encrypt=true", "database")]
    [InlineData("r2dbc:postgresql://h/db", "database")]
    [InlineData("Server=tcp:db.database.windows.net,1433;Initial Catalog=x;User ID=u", "database")]
    [InlineData("Data Source=app.db", "database")]
    [InlineData("Driver={ODBC Driver 18 for SQL Server};Server=db;Database=x", "database")]
    [InlineData("host=db port=5432 dbname=x", "database")]
    [InlineData("host=db port=5432", "database")]
    [InlineData("AccountEndpoint=https://x.documents.azure.com:443/;AccountKey=***", "database")]
    [InlineData("cache.redis.cache.windows.net:6380,password=***,ssl=True,abortConnect=False", "database")]
    [InlineData("redis://cache:6379/0", "database")]
    [InlineData("rediss://cache:6379/0", "database")]
    [InlineData("sqlite:///var/app.db", "database")]
    [InlineData("sqlite:app.db", "database")]
    [InlineData("http://db:5432", "database")]
    [InlineData("https://dynamodb.eu-west-1.amazonaws.com", "database")]
    [InlineData("https://mydb.abc123.eu-west-1.rds.amazonaws.com:5432/", "database")]
    [InlineData("https://x.table.core.windows.net/t", "database")]
    [InlineData("arn:aws:rds:eu-west-1:123:db:finance", "database")]
    [InlineData("arn:aws:dynamodb:eu-west-1:123:table/t", "database")]
    [InlineData("https://api.example.com", "rest_api")]
    [InlineData("HTTP://h:8001", "rest_api")]
    [InlineData("https://h/database/?server=x", "rest_api")]
    [InlineData("https://sqs.example.com/", "rest_api")]
    [InlineData("https://notamazonaws.com/", "rest_api")]
    [InlineData("https://amazonaws.com.evil.example/", "rest_api")]
    [InlineData("https://u:***@api.example.com/amazonaws.com", "rest_api")]
    [InlineData("https://erp.example/Orders?wsdl", "soap_service")]
    [InlineData("https://erp.example/Orders?a=b&singleWsdl=1", "soap_service")]
    [InlineData("https://erp.example/Orders.asmx", "soap_service")]
    [InlineData("https://erp.example/Orders.svc/basic", "rest_api")]
    [InlineData("https://erp.example/Orders.svc", "soap_service")]
    [InlineData("http://erp.example/soap/orders", "soap_service")]
    [InlineData("http://x.s3.amazonaws.com/orders.wsdl", "soap_service")]
    [InlineData("file:///data/storage", "file_system")]
    [InlineData("nfs://nas/export", "file_system")]
    [InlineData("smb://nas/share", "file_system")]
    [InlineData("s3://bucket/key", "file_system")]
    [InlineData("gs://bucket/key", "file_system")]
    [InlineData("abfss://c@a.dfs.core.windows.net/p", "file_system")]
    [InlineData("https://a.blob.core.windows.net/c?sv=1&sig=***", "file_system")]
    [InlineData("https://bucket.s3.eu-west-1.amazonaws.com/key", "file_system")]
    [InlineData("https://s3-us-west-2.amazonaws.com/bucket", "file_system")]
    [InlineData("https://storage.googleapis.com/bucket", "file_system")]
    [InlineData("DefaultEndpointsProtocol=https;AccountName=a;AccountKey=***;EndpointSuffix=core.windows.net", "file_system")]
    [InlineData("UseDevelopmentStorage=true", "file_system")]
    [InlineData("arn:aws:s3:::bucket", "file_system")]
    [InlineData("amqp://rabbitmq:5672", "message_queue")]
    [InlineData("amqps://ns.servicebus.windows.net", "message_queue")]
    [InlineData("kafka://broker:9092", "message_queue")]
    [InlineData("nats://n:4222", "message_queue")]
    [InlineData("https://sqs.eu-west-1.amazonaws.com/123/queue", "message_queue")]
    [InlineData("https://sqs-fips.us-gov-west-1.amazonaws.com/123/queue", "message_queue")]
    [InlineData("https://eu-west-1.queue.amazonaws.com/123/queue", "message_queue")]
    [InlineData("https://a.queue.core.windows.net/q", "message_queue")]
    [InlineData("https://ns.servicebus.windows.net/q", "message_queue")]
    [InlineData("Endpoint=sb://ns.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=***", "message_queue")]
    [InlineData("bootstrap.servers=a:9092,b:9092", "message_queue")]
    [InlineData("arn:aws:sqs:eu-west-1:123:queue", "message_queue")]
    [InlineData("ldap://directory.example.com", "ldap")]
    [InlineData("LDAPS://dc.example:636/ou=x", "ldap")]
    [InlineData("smtp://mail.example.com:587", "email_server")]
    [InlineData("smtps://email-smtp.eu-west-1.amazonaws.com", "email_server")]
    [InlineData("imap://mail", "email_server")]
    [InlineData("https://lambda.eu-west-1.amazonaws.com", "cloud_service")]
    [InlineData("https://x.azurewebsites.net/api", "cloud_service")]
    [InlineData("https://vision.googleapis.com/v1", "cloud_service")]
    [InlineData("https://x.vault.azure.net/", "cloud_service")]
    [InlineData("Endpoint=https://x.azconfig.io;Id=i;Secret=***", "cloud_service")]
    [InlineData("InstrumentationKey=***;IngestionEndpoint=https://x.example/", "cloud_service")]
    [InlineData("arn:aws:lambda:eu-west-1:123:function:f", "cloud_service")]
    [InlineData("custom+x://h", "unknown")]
    [InlineData("urn:x:y", "unknown")]
    [InlineData("no endpoint", "unknown")]
    [InlineData("", "unknown")]
    [InlineData("://", "unknown")]
    public void Detect_OfAnEndpoint_KnowsItsSystem(string endpoint, string type) => Assert.Equal(type, SystemTypes.Detect(endpoint));

    [Fact]
    public void Rows_OfTheTable_NameEveryTypeAndNoWordTwice()
    {
        var words = SystemTable.Rows.SelectMany(row => row.Text.Split(' '), (row, word) => (row.Clue, word)).ToList();

        Assert.Equal(words.Count, words.Distinct().Count());
        Assert.All(words, entry => Assert.Equal(entry.word.ToLowerInvariant(), entry.word));
        Assert.Equal(Enum.GetValues<SystemType>().Except([SystemType.Unknown]), SystemTable.Rows.Select(row => row.Type).Distinct());
    }

    [Theory]
    [InlineData(".")]
    [InlineData("://")]
    [InlineData("=;")]
    [InlineData("a.")]
    [InlineData("/?&")]
    [InlineData("http://,")]
    public void Detect_OfHostileText_Ends(string piece)
    {
        Assert.NotNull(SystemTypes.Detect(string.Concat(Enumerable.Repeat(piece, 20_000))));
        Assert.NotNull(SystemTypes.Detect("https://" + string.Concat(Enumerable.Repeat(piece, 600)) + "amazonaws.com"));
    }

    [Theory]
    [InlineData("system", "postgresql://h/d", "database")]
    [InlineData("system", "https://h", "rest_api")]
    [InlineData("system", "custom://h", "unknown")]
    [InlineData("agent", "postgresql://h/d", "database")]
    [InlineData("agent", "https://h", null)]
    [InlineData("provider", "custom://h", null)]
    public void TryRead_WithoutASystemType_DetectsIt(string kind, string endpoint, string? type) =>
        Assert.Equal(type, Read.Registration($$"""{"name":"n","type":"t","kind":"{{kind}}","endpoint":"{{endpoint}}"}""").SystemType);

    [Fact]
    public void TryRead_WithASystemType_KeepsIt() =>
        Assert.Equal("ldap", Read.Registration("""{"name":"n","type":"t","kind":"system","endpoint":"postgresql://h/d","system_type":"ldap"}""").SystemType);

    [Theory]
    [InlineData("""{"endpoint":"smtp://h"}""", null, "email_server")]
    [InlineData("""{"endpoint":"smtp://h"}""", "ldap", "ldap")]
    [InlineData("""{"endpoint":"smtp://h","system_type":"ldap"}""", null, "ldap")]
    [InlineData("""{"system_type":null}""", "ldap", "database")]
    [InlineData("""{"description":"x"}""", null, "database")]
    public void TryApply_OfAPatch_DetectsAnewUnlessItWasGiven(string patch, string? given, string type)
    {
        var member = given is null ? "" : $",\"system_type\":\"{given}\"";
        var agent = new Agent
        {
            Id = "a",
            MutationId = "m",
            Registration = Read.Registration($$"""{"name":"n","type":"t","kind":"system","endpoint":"postgresql://h/d"{{member}}}"""),
        };
        var errors = new FieldErrors();

        Assert.True(Registry.Core.Agents.Merging.MergePatch.TryApply(agent, Read.Json(patch), errors, RegistrationDefaults.Standard, out var input));
        Assert.Equal(type, input.Registration.SystemType);
    }
}
