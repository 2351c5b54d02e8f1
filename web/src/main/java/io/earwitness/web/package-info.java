/** What the HTTP servers share: who may come in, what a request asks for, how it is refused. */
package io.earwitness.web;
