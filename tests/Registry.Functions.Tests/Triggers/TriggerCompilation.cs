using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Registry.Functions.Tests.Triggers;

/// <summary>The worker's part of the app (<c>Triggers/*.cs</c> and <c>Program.cs</c>), compiled against the app's other parts and <see cref="WorkerStubs"/>.</summary>
internal sealed class TriggerCompilation
{
    private const string Symbol = "FUNCTIONS_WORKER";

    // What ImplicitUsings gives a project of Microsoft.NET.Sdk.
    private const string ImplicitUsings =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly IReadOnlyList<MetadataReference> References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !path.EndsWith("Registry.Functions.Tests.dll", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path))];

    private readonly CSharpCompilation _compilation;

    /// <param name="sources">Path → text.</param>
    public TriggerCompilation(IReadOnlyDictionary<string, string> sources)
    {
        var parse = new CSharpParseOptions(LanguageVersion.Preview, DocumentationMode.Diagnose, preprocessorSymbols: [Symbol]);
        // The app's own internals are open to the assembly of this name.
        _compilation = CSharpCompilation.Create(
            typeof(TriggerCompilation).Assembly.GetName().Name,
            sources.Append(new("ImplicitUsings.cs", ImplicitUsings)).Append(new("WorkerStubs.cs", WorkerStubs.Source))
                .Select(source => CSharpSyntaxTree.ParseText(SourceText.From(source.Value), parse, source.Key)),
            References,
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable, generalDiagnosticOption: ReportDiagnostic.Error)
                // As in Directory.Build.props: prose is not asked for on every public member.
                .WithSpecificDiagnosticOptions([new("CS1591", ReportDiagnostic.Suppress)]));
    }

    public IReadOnlyList<string> Errors =>
        [.. _compilation.GetDiagnostics().Where(found => found.Severity == DiagnosticSeverity.Error).Select(found => found.ToString())];

    public IReadOnlyList<FunctionFacts> Functions =>
        [.. Types(_compilation.Assembly.GlobalNamespace)
            .SelectMany(type => type.GetMembers().OfType<IMethodSymbol>())
            .Select(Describe)
            .OfType<FunctionFacts>()
            .OrderBy(function => function.Name, StringComparer.Ordinal)];

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceSymbol space) =>
        space.GetTypeMembers().Concat(space.GetNamespaceMembers().SelectMany(Types));

    private static FunctionFacts? Describe(IMethodSymbol method)
    {
        if (Attribute(method, "FunctionAttribute") is not { } function)
        {
            return null;
        }

        var facts = new FunctionFacts((string)function.ConstructorArguments[0].Value!);
        foreach (var parameter in method.Parameters)
        {
            if (Attribute(parameter, "HttpTriggerAttribute") is { } http)
            {
                facts = facts with
                {
                    Route = http.NamedArguments.FirstOrDefault(argument => argument.Key == "Route").Value.Value as string ?? facts.Name,
                    Methods = [.. http.ConstructorArguments.Where(argument => argument.Kind == TypedConstantKind.Array)
                        .SelectMany(argument => argument.Values).Select(value => ((string)value.Value!).ToUpperInvariant())],
                    Authorization = http.ConstructorArguments.FirstOrDefault(argument => argument.Kind == TypedConstantKind.Enum).ToCSharpString(),
                };
            }
            else if (Attribute(parameter, "TimerTriggerAttribute") is { } timer)
            {
                facts = facts with { Schedule = (string)timer.ConstructorArguments[0].Value! };
            }
        }

        // The executor that the worker's generator writes calls public methods of public classes only.
        return method.DeclaredAccessibility == Accessibility.Public && method.ContainingType.DeclaredAccessibility == Accessibility.Public
            ? facts
            : facts with { Name = $"{facts.Name} (not public)" };
    }

    private static AttributeData? Attribute(ISymbol symbol, string name) =>
        symbol.GetAttributes().FirstOrDefault(attribute => attribute.AttributeClass?.Name == name);
}
