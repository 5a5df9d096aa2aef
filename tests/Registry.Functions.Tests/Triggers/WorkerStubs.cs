namespace Registry.Functions.Tests.Triggers;

/// <summary>
/// The few types of the worker packages that the triggers use, in the shape they have there (Worker 2.52.0, Extensions.Http 3.3.0,
/// Extensions.Http.AspNetCore 2.1.1, Extensions.Timer 4.3.1), written by hand: those packages do not restore everywhere. Who uses more of
/// them adds it here, from their sources.
/// </summary>
internal static class WorkerStubs
{
    public const string Source =
        """
        #nullable enable
        using System;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Hosting;
        using Microsoft.Extensions.Logging;

        namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions
        {
            public abstract class BindingAttribute : Attribute { }

            [AttributeUsage(AttributeTargets.Parameter)]
            public abstract class TriggerBindingAttribute : BindingAttribute { }
        }

        namespace Microsoft.Azure.Functions.Worker
        {
            [AttributeUsage(AttributeTargets.Method)]
            public class FunctionAttribute : Attribute
            {
                public FunctionAttribute(string name) { Name = name; }
                public string Name { get; }
            }

            public enum AuthorizationLevel { Anonymous = 0, User = 1, Function = 2, System = 3, Admin = 4 }

            public sealed class HttpTriggerAttribute : Extensions.Abstractions.TriggerBindingAttribute
            {
                public HttpTriggerAttribute() { AuthLevel = AuthorizationLevel.Function; }
                public HttpTriggerAttribute(params string[] methods) { Methods = methods; }
                public HttpTriggerAttribute(AuthorizationLevel authLevel) { AuthLevel = authLevel; }
                public HttpTriggerAttribute(AuthorizationLevel authLevel, params string[] methods) { AuthLevel = authLevel; Methods = methods; }
                public string? Route { get; set; }
                public string[]? Methods { get; private set; }
                public AuthorizationLevel AuthLevel { get; private set; }
            }

            public sealed class TimerTriggerAttribute : Extensions.Abstractions.TriggerBindingAttribute
            {
                public TimerTriggerAttribute(string schedule) { Schedule = schedule; UseMonitor = true; }
                public string Schedule { get; private set; }
                public bool UseMonitor { get; set; }
                public bool RunOnStartup { get; set; }
            }

            public class ScheduleStatus
            {
                public DateTime Last { get; set; }
                public DateTime Next { get; set; }
                public DateTime LastUpdated { get; set; }
            }

            public class TimerInfo
            {
                public ScheduleStatus? ScheduleStatus { get; set; }
                public bool IsPastDue { get; set; }
            }
        }

        namespace Microsoft.Azure.Functions.Worker.Builder
        {
            public class FunctionsApplication
            {
                public static FunctionsApplicationBuilder CreateBuilder(string[] args) => throw new NotSupportedException();
            }

            public class FunctionsApplicationBuilder
            {
                internal FunctionsApplicationBuilder() { }
                public ILoggingBuilder Logging => throw new NotSupportedException();
                public IServiceCollection Services => throw new NotSupportedException();
                public IHost Build() => throw new NotSupportedException();
            }

            public static class FunctionsApplicationBuilderAspNetCoreExtensions
            {
                public static FunctionsApplicationBuilder ConfigureFunctionsWebApplication(this FunctionsApplicationBuilder builder) => builder;
            }
        }
        """;
}
