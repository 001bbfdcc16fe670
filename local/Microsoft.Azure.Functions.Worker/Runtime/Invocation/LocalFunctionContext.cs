using System.Collections;
using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker.Extensions.Http.Converters;
using Microsoft.Azure.Functions.Worker.Runtime.Http;

namespace Microsoft.Azure.Functions.Worker.Runtime.Invocation;

/// <summary>One invocation. What not every function looks at (id, items, features, trace) is made when it is asked for.</summary>
internal sealed class LocalFunctionContext(FunctionDefinition definition, IServiceProvider services, CancellationToken cancellationToken) : FunctionContext
{
    private string? invocationId;
    private IDictionary<object, object>? items;
    private LocalInvocationFeatures? features;
    private InvocationOutputs? outputs;

    /// <summary>What the trigger brought: an HttpContext, a TimerInfo, a message or messages.</summary>
    public object? TriggerValue { get; init; }

    public HttpContext? Http { get; init; }

    public IReadOnlyDictionary<string, object?>? TriggerData { get; init; }

    public InvocationOutputs Outputs => outputs ??= new InvocationOutputs();

    /// <summary>Whether the items were asked for, or set by middleware: then they say what the request is.</summary>
    public bool HasOwnItems => items is not null;

    public override string InvocationId => invocationId ??= Guid.NewGuid().ToString();

    public override string FunctionId => definition.Id;

    public override TraceContext TraceContext => field ??= new LocalTraceContext(Activity.Current);

    public override BindingContext BindingContext => field ??= new LocalBindingContext(this);

    public LocalRetryContext Retry { get; init; } = LocalRetryContext.None;

    public override RetryContext RetryContext => Retry;

    public override IServiceProvider InstanceServices { get; set; } = services;

    public override FunctionDefinition FunctionDefinition => definition;

    public override IDictionary<object, object> Items
    {
        get
        {
            if (items is null)
            {
                items = new Dictionary<object, object>();
                if (Http is not null)
                {
                    items[FunctionContextExtensions.HttpContextKey] = Http;
                }
            }

            return items;
        }
        set => items = value;
    }

    public override IInvocationFeatures Features => features ??= new LocalInvocationFeatures(Http is not null);

    public override CancellationToken CancellationToken => cancellationToken;
}

internal sealed class LocalRetryContext(int retryCount, int maxRetryCount) : RetryContext
{
    public static readonly LocalRetryContext None = new(0, 0);

    public override int RetryCount => retryCount;

    public override int MaxRetryCount => maxRetryCount;
}

internal sealed class LocalTraceContext(Activity? activity) : TraceContext
{
    public override string TraceParent { get; } = activity is { IdFormat: ActivityIdFormat.W3C } ? activity.Id ?? "" : "";

    public override string TraceState { get; } = activity?.TraceStateString ?? "";
}

internal sealed class LocalBindingContext(LocalFunctionContext context) : BindingContext
{
    public override IReadOnlyDictionary<string, object?> BindingData { get; } = context switch
    {
        { TriggerData: { } data } => data,
        { Http: { } http } => new Dictionary<string, object?>(http.Request.RouteValues, StringComparer.OrdinalIgnoreCase),
        _ => new Dictionary<string, object?>(),
    };
}

internal sealed class LocalInvocationFeatures : IInvocationFeatures
{
    private readonly Dictionary<Type, object> features = [];

    public LocalInvocationFeatures(bool isHttp)
    {
        if (isHttp)
        {
            features[typeof(IFromBodyConversionFeature)] = JsonBodyFeature.Instance;
        }
    }

    public void Set<T>(T instance)
    {
        if (instance is null)
        {
            features.Remove(typeof(T));
        }
        else
        {
            features[typeof(T)] = instance;
        }
    }

    public T? Get<T>() => features.TryGetValue(typeof(T), out var value) ? (T)value : default;

    public IEnumerator<KeyValuePair<Type, object>> GetEnumerator() => features.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
