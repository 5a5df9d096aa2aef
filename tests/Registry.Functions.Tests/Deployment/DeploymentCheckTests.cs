using Registry.Functions.Tests.Triggers;
using static Registry.Functions.Tests.Deployment.DeploymentFiles;

namespace Registry.Functions.Tests.Deployment;

/// <summary>The worker's part compiles and agrees with everything around it; and a change on one side alone is told.</summary>
public sealed class DeploymentCheckTests
{
    [Fact]
    public async Task Faults_OfTheRepository_AreNone() => Assert.Equal([], DeploymentCheck.Faults(await OfTheRepositoryAsync()));

    [Theory]
    [InlineData("\"agents/register\"", "\"agent/register\"", "Register is on agent/register")]
    [InlineData("\"agents/{id}/heartbeat\"", "\"agents/{id}/beat\"", "Heartbeat is on agents/{id}/beat")]
    [InlineData("\"get\", \"head\", Route = \"agents\"", "\"get\", Route = \"agents\"", "Discover takes GET;")]
    [InlineData("[Function(\"Register\")]", "[Function(\"Enroll\")]", "docs/deployment.md has no row | `Enroll` |")]
    [InlineData("[Function(\"Heartbeat\")]", "[Function(\"Beat\")]", "host.json has a level for Function.Heartbeat.User")]
    [InlineData("[Function(\"ZAll\")]", "[Function(\"All\")]", "The last function is Resolve")]
    [InlineData("\"put\", ", "", "ZAll does not take PUT")]
    [InlineData("AuthorizationLevel.Anonymous, \"post\", Route = \"agents/register\"", "AuthorizationLevel.Function, \"post\", Route = \"agents/register\"", "Register lets the host check keys")]
    [InlineData("%SweepSchedule%", "%SweepTimer%", "The schedule %SweepTimer% of Sweep is no setting")]
    [InlineData("%ProbeSchedule%", "*/5 * * * * *", "The schedule */5 * * * * * of Probe is no setting")]
    [InlineData("[Function(ScheduledProbe.Name)]", "[Function(\"Probing\")]", "The job Probe has no timer function")]
    [InlineData("public sealed class TimerTriggers", "internal sealed class TimerTriggers", "Sweep (not public)")]
    [InlineData("builder.ConfigureFunctionsWebApplication();", "builder.ConfigureFunctionsWebApp();", "error CS1061")]
    [InlineData("WorkerApp.RunAsync(args, configuration, settings)", "WorkerApp.RunAsync(args, settings)", "error CS7036")]
    public async Task Faults_WorkerChangedAlone_AreTold(string before, string after, string fault) =>
        AssertTold(fault, (await OfTheRepositoryAsync()).WithWorker(before, after));

    [Fact]
    public async Task Faults_WarningInTheWorker_IsAnError() =>
        AssertTold("CS8600", (await OfTheRepositoryAsync()).WithWorker("var time = TimeProvider.System;", "var time = TimeProvider.System; string nothing = null; Console.WriteLine(nothing);"));

    [Theory]
    [InlineData("\"routePrefix\": \"\"", "\"routePrefix\": \"api\"", "a prefix before every route")]
    [InlineData("\"functionTimeout\": \"00:05:00\"", "\"functionTimeout\": \"00:04:00\"", "kills the worker after 00:04:00")]
    [InlineData("Exception;Trace", "Request", "samples errors away")]
    [InlineData("Function.Sweep.User", "Function.Sweeper.User", "no level for Function.Sweep.User")]
    [InlineData("\"version\": \"2.0\",", "\"version\": \"2.0\", \"extensionBundle\": {},", "extension bundle")]
    [InlineData("\"maxConcurrentRequests\": 1000", "\"maxConcurrentRequests\": 10", "fewer requests")]
    public async Task Faults_HostJsonChangedAlone_AreTold(string before, string after, string fault)
    {
        var files = await OfTheRepositoryAsync();
        AssertTold(fault, files with { HostJson = Replaced(files.HostJson, before, after) });
    }

    [Theory]
    [InlineData("\"SweepSchedule\"", "\"SweepTimer\"", "no schedule SweepSchedule for Sweep")]
    [InlineData("\"ProbeSchedule\": \"*/5 * * * * *\"", "\"ProbeSchedule\": \"5 seconds\"", "no schedule ProbeSchedule for Probe")]
    [InlineData("\"Registry__VectorRefresh\"", "\"Registry__VectorsRefresh\"", "lacks Registry__VectorRefresh")]
    [InlineData("\"Registry__VectorRefresh\"", "\"Registry__VectorsRefresh\"", "Registry__VectorsRefresh, which nobody reads")]
    [InlineData("\"Registry__Keys__{name}__Role\"", "\"Registry__Keys__{name}__Rule\"", "lacks Registry__Keys__{name}__Role")]
    public async Task Faults_SampleChangedAlone_AreTold(string before, string after, string fault)
    {
        var files = await OfTheRepositoryAsync();
        AssertTold(fault, files with { SampleSettings = Replaced(files.SampleSettings, before, after) });
    }

    [Theory]
    [InlineData("| `Discover` |", "| `Find` |", "no row | `Discover` |")]
    [InlineData("timer `%SweepSchedule%`", "timer `%SweepTimer%`", "no row | `Sweep` |")]
    [InlineData("| `Registry__Table` |", "| `Registry__TableName` |", "has a table with Registry__Table")]
    public async Task Faults_GuideChangedAlone_AreTold(string before, string after, string fault)
    {
        var files = await OfTheRepositoryAsync();
        AssertTold(fault, files with { Guide = Replaced(files.Guide, before, after) });
    }

    [Fact]
    public async Task Faults_RouteTableChangedAlone_AreTold()
    {
        var files = await OfTheRepositoryAsync();
        var renamed = files.Routes.Select(route => route.Pattern == "agents/register" ? route with { Pattern = "agents/enroll" } : route).ToList();
        AssertTold("Register is on agents/register, which the route table does not have", files with { Routes = renamed });
        AssertTold("is the host's own", files with { Routes = [.. files.Routes, new RouteFacts("admin/keys", ["GET"])] });
        AssertTold("ZAll does not take QUERY", files with { Routes = [.. files.Routes, new RouteFacts("find", ["QUERY"])] });
    }

    [Fact]
    public async Task Faults_BicepChangedAlone_AreTold()
    {
        var files = await OfTheRepositoryAsync();
        var bicep = files.Bicep;
        AssertTold("Bicep sets no SweepSchedule", files with { Bicep = bicep with { AppSettings = [.. bicep.AppSettings.Except(["SweepSchedule"])] } });
        AssertTold("Registry__Tabel, which nobody reads", files with { Bicep = bicep with { AppSettings = [.. bicep.AppSettings, "Registry__Tabel"] } });
        AssertTold("FUNCTIONS_WORKER_RUNTIME, which Flex", files with { Bicep = bicep with { AppSettings = [.. bicep.AppSettings, "FUNCTIONS_WORKER_RUNTIME"] } });
        AssertTold("names a function Sweeper", files with { Bicep = bicep with { FunctionNames = ["Sweeper"] } });
    }

    [Fact]
    public async Task Functions_OfTheRepository_AreThese()
    {
        var functions = new TriggerCompilation((await OfTheRepositoryAsync()).Worker).Functions;

        Assert.Equal(["Discover", "Heartbeat", "Probe", "Register", "Resolve", "Sweep", "ZAll"], functions.Select(function => function.Name));
    }

    private static void AssertTold(string fault, DeploymentFiles files) =>
        Assert.Contains(DeploymentCheck.Faults(files), found => found.Contains(fault, StringComparison.Ordinal));
}
